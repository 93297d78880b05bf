import { closeOrderly } from '../generator/close.ts';
import { open, talk } from '../generator/talk.ts';
import { type Ending, orderly } from './ending.ts';

/** The capture begins in the middle of the connection and sees an orderly close. */
export const midStreamClose: Ending = {
  kind: 'mid-stream-close',
  truth: { ...orderly, outcome: ['ok', 'partial'] },
  place: 'live',
  freesPort: false,
  play(conversation, frames) {
    const { random, frames: list } = conversation;
    open(conversation);
    talk(conversation, 4);
    const missed = list.length;
    talk(conversation, frames);
    conversation.quiesce();
    for (let index = 0; index < missed; index += 1) list.drop(index);
    closeOrderly(conversation, random.chance(0.5) ? conversation.client : conversation.server);
  },
};
