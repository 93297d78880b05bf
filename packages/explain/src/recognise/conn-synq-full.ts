import type { Recogniser } from './recogniser.ts';
import { wasAnsweredLate } from './predicates.ts';

/** SYNs are dropped at a listener that has too many half-open connections. */
export const connSynqFull: Recogniser<'conn-synq-full'> = {
  case: 'conn-synq-full',
  endings: ['attempt-unanswered', 'open', 'closed', 'half-closed'],
  likelihood: ({ ending, client, server }) => {
    if (ending.kind === 'attempt-unanswered') return 10;
    return wasAnsweredLate(client, server) ? (client.synCount > 2 ? 10 : 7) : 0;
  },
};
