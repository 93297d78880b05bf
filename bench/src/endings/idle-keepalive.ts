import { resetActive } from '../generator/close.ts';
import { keepAlive } from '../generator/probes.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

const second = 1_000_000;
/** TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT as programs set them. */
const settings = [
  { idle: 60, interval: 10, count: 6 },
  { idle: 30, interval: 5, count: 3 },
  { idle: 15, interval: 15, count: 9 },
  { idle: 300, interval: 75, count: 9 },
] as const;

/** The path breaks while nothing is sent; keepalive probes go unanswered, and the client's kernel gives up with a reset. */
export const idleKeepalive: Ending = {
  kind: 'idle-keepalive',
  truth: { case: 'idle-keepalive', oneOf: ['idle-keepalive', 'send-user-timeout'], outcome: ['failed'] },
  place: 'live',
  freesPort: false,
  play(conversation, frames) {
    live(conversation, frames);
    const { idle, interval, count } = conversation.random.pick(settings);
    keepAlive(conversation, idle * second, interval * second, count, false);
    resetActive(conversation, conversation.client, conversation.now + interval * second);
  },
};
