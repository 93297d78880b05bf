import type { Recogniser } from './recogniser.ts';
import { wasAnsweredLate } from './predicates.ts';

/** SYNs are dropped at a listener whose queue is full, until accept() makes room; others may have been accepted before. */
export const connAcceptqFull: Recogniser<'conn-acceptq-full'> = {
  case: 'conn-acceptq-full',
  endings: ['attempt-unanswered', 'open', 'closed', 'half-closed'],
  likelihood: ({ ending, surroundings, client, server }) => {
    if (ending.kind !== 'attempt-unanswered')
      return wasAnsweredLate(client, server) ? (client.synCount > 2 ? 42 : 8) : 0;
    return surroundings.accepted > 0 ? 50 : 30;
  },
};
