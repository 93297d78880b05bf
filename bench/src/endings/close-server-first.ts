import { closeOrderly } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import { type Ending, orderly } from './ending.ts';

/** The server closes after its last response, the client follows. */
export const closeServerFirst: Ending = {
  kind: 'close-server-first',
  truth: orderly,
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    live(conversation, frames);
    closeOrderly(conversation, conversation.server);
  },
};
