import { fillWindow, probeWindow } from '../generator/probes.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** The server's program stops reading: window 0, probes that are answered, no progress until the capture ends. */
export const sendZeroWindow: Ending = {
  kind: 'send-zero-window',
  truth: {
    case: 'send-zero-window',
    oneOf: ['send-zero-window', 'idle-frozen-peer', 'close-zero-window', 'send-zero-window-user-timeout'],
    outcome: ['failed', 'open'],
  },
  place: 'live',
  freesPort: false,
  play(conversation, frames) {
    conversation.server.largestSpace = conversation.server.space;
    live(conversation, frames);
    fillWindow(conversation);
    probeWindow(conversation, conversation.random.whole(5, 14), true);
  },
};
