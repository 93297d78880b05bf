import { closeOrderly } from '../generator/close.ts';
import { keepAlive } from '../generator/probes.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** A long idle time with keepalive probes, all of them answered; then an orderly close. */
export const keepaliveAnswered: Ending = {
  kind: 'keepalive-answered',
  truth: { case: 'close-orderly', oneOf: ['close-orderly'], outcome: ['ok'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { random } = conversation;
    live(conversation, frames);
    const idle = random.pick([15, 30, 45, 60]) * 1_000_000;
    keepAlive(conversation, idle, idle, random.whole(2, 12), true);
    conversation.quiesce();
    closeOrderly(conversation, conversation.client);
  },
};
