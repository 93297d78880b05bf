import { closeOrderly } from '../generator/close.ts';
import { overtake } from '../generator/losses.ts';
import { open, pause, talk } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** Segments overtake each other on the way; then an orderly close. */
export const outOfOrder: Ending = {
  kind: 'out-of-order',
  truth: { case: 'close-orderly', oneOf: ['close-orderly'], outcome: ['ok'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { random } = conversation;
    const rounds = random.whole(1, 5);
    open(conversation);
    for (let round = 0; round < rounds; round += 1) {
      talk(conversation, frames / rounds);
      conversation.quiesce();
      overtake(conversation);
      pause(conversation, random.between(1000, 100_000));
    }
    conversation.quiesce();
    closeOrderly(conversation, random.chance(0.6) ? conversation.client : conversation.server);
  },
};
