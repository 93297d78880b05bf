import { closeOrderly } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** The server closes after its last response, the client follows. */
export const closeServerFirst: Ending = {
  kind: 'close-server-first',
  truth: {
    case: 'close-orderly',
    oneOf: ['close-orderly', 'close-writer-exits', 'close-peer-exit'],
    outcome: ['ok'],
  },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    live(conversation, frames);
    closeOrderly(conversation, conversation.server);
  },
};
