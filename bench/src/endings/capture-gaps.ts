import { closeOrderly } from '../generator/close.ts';
import { open, talk } from '../generator/talk.ts';
import { type Ending, orderly } from './ending.ts';

/** The capture drops frames in bursts, as a busy machine's does; the connection itself is well. */
export const captureGaps: Ending = {
  kind: 'capture-gaps',
  truth: orderly,
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { random, frames: list } = conversation;
    open(conversation);
    const first = list.length;
    talk(conversation, Math.max(30, frames));
    conversation.quiesce();
    const last = list.length - 8;
    const bursts = random.whole(1, 3);
    for (let burst = 0; burst < bursts; burst += 1) {
      const begin = random.whole(first, last);
      const end = Math.min(last, begin + random.whole(1, 6));
      for (let index = begin; index < end; index += 1) list.drop(index);
    }
    closeOrderly(conversation, random.chance(0.6) ? conversation.client : conversation.server);
  },
};
