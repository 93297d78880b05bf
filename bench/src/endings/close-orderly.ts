import { closeOrderly as close } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import { type Ending, orderly } from './ending.ts';

/** The client closes, the server follows. */
export const closeOrderly: Ending = {
  kind: 'close-orderly',
  truth: orderly,
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    live(conversation, frames);
    close(conversation, conversation.client);
  },
};
