import { resetOfSyn } from '../generator/close.ts';
import { sendSyn } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** Nobody listens on the port. */
export const connRefused: Ending = {
  kind: 'conn-refused',
  truth: { case: 'conn-refused', oneOf: ['conn-refused', 'conn-connlimit'], outcome: ['failed'] },
  place: 'closed-port',
  freesPort: true,
  play(conversation) {
    sendSyn(conversation);
    resetOfSyn(conversation, conversation.now + conversation.trip());
  },
};
