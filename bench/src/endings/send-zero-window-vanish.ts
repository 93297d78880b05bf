import { fillWindow, probeWindow } from '../generator/probes.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** The server's program stops reading, then the server vanishes: window probes go unanswered, then silence. */
export const sendZeroWindowVanish: Ending = {
  kind: 'send-zero-window-vanish',
  truth: { case: 'send-zero-window-vanish', oneOf: ['send-zero-window-vanish'], outcome: ['failed'] },
  place: 'live',
  freesPort: false,
  play(conversation, frames) {
    const { random, server } = conversation;
    server.largestSpace = server.space;
    live(conversation, frames);
    fillWindow(conversation);
    if (random.chance(0.5)) probeWindow(conversation, random.whole(1, 4), true);
    conversation.now = Math.max(conversation.now, server.last);
    probeWindow(conversation, random.whole(5, 15), false);
  },
};
