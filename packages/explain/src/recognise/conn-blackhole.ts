import type { Recogniser } from './recogniser.ts';
import { wasAnsweredLate } from './predicates.ts';

/** SYNs go out and nothing comes back, or only later ones get through. At the server there would be nothing to see. */
export const connBlackhole: Recogniser<'conn-blackhole'> = {
  case: 'conn-blackhole',
  endings: ['attempt-unanswered', 'open', 'closed', 'half-closed'],
  likelihood: ({ at, ending, client, server }) => {
    if (at === 'server') return 0;
    if (ending.kind === 'attempt-unanswered') return 40;
    return wasAnsweredLate(client, server) ? (client.synCount > 2 ? 45 : 8) : 0;
  },
};
