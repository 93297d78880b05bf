import { closeOrderly } from '../generator/close.ts';
import { loseClientSegment, loseRequest, loseServerSegment } from '../generator/losses.ts';
import { open, pause, talk } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** Segments are lost here and there and repeated in time; then an orderly close. */
export const retransmissionsHeal: Ending = {
  kind: 'retransmissions-heal',
  truth: { case: 'close-orderly', oneOf: ['close-orderly', 'send-cut-heals'], outcome: ['ok'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { random } = conversation;
    const rounds = random.whole(1, 4);
    open(conversation);
    for (let round = 0; round < rounds; round += 1) {
      talk(conversation, frames / rounds);
      conversation.quiesce();
      const loss = random.unit();
      if (loss < 0.4) loseClientSegment(conversation);
      else if (loss < 0.8) loseServerSegment(conversation);
      else loseRequest(conversation, 0);
      pause(conversation, random.between(1000, 200_000));
    }
    conversation.quiesce();
    closeOrderly(conversation, random.chance(0.6) ? conversation.client : conversation.server);
  },
};
