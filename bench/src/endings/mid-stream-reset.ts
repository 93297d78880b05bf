import { resetActive } from '../generator/close.ts';
import { open, talk } from '../generator/talk.ts';
import type { Ending } from './ending.ts';
import { abortedSocket } from './ending.ts';

/** The capture begins in the middle of the connection, and the server aborts it. */
export const midStreamReset: Ending = {
  kind: 'mid-stream-reset',
  truth: { case: 'close-linger0', oneOf: abortedSocket, outcome: ['failed', 'partial'] },
  place: 'live',
  freesPort: false,
  play(conversation, frames) {
    const { random, frames: list, server } = conversation;
    open(conversation);
    talk(conversation, 4);
    const missed = list.length;
    talk(conversation, frames);
    conversation.quiesce();
    for (let index = 0; index < missed; index += 1) list.drop(index);
    resetActive(conversation, server, conversation.now + random.magnitude(500, 2_000_000));
  },
};
