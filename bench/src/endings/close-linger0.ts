import { resetActive } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';
import { abortedSocket } from './ending.ts';

/** The client's program closes with SO_LINGER 0: a reset in place of a FIN. */
export const closeLinger0: Ending = {
  kind: 'close-linger0',
  truth: { case: 'close-linger0', oneOf: abortedSocket, outcome: ['failed'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    live(conversation, frames);
    resetActive(
      conversation,
      conversation.client,
      conversation.now + conversation.random.magnitude(50, 400_000),
    );
  },
};
