import { closeOrderly as close } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** The client closes, the server follows. */
export const closeOrderly: Ending = {
  kind: 'close-orderly',
  truth: {
    case: 'close-orderly',
    oneOf: ['close-orderly', 'close-writer-exits', 'close-peer-exit'],
    outcome: ['ok'],
  },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    live(conversation, frames);
    close(conversation, conversation.client);
  },
};
