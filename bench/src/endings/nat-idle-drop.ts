import { retransmit, sendIntoVoid } from '../generator/retransmit.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';
import { wroteIntoVoid } from './ending.ts';

/** A NAT has forgotten the idle connection and drops what the client sends. */
export const natIdleDrop: Ending = {
  kind: 'nat-idle-drop',
  truth: { case: 'nat-idle-drop', oneOf: wroteIntoVoid, outcome: ['failed'] },
  place: 'live',
  freesPort: false,
  play(conversation, frames) {
    const { random } = conversation;
    live(conversation, frames);
    conversation.now +=
      random.pick([240, 350, 350, 900, 1800]) * 1_000_000 + random.magnitude(1, 400) * 100_000;
    retransmit(conversation, sendIntoVoid(conversation, random.whole(20, 900), random.whole(4, 15)));
  },
};
