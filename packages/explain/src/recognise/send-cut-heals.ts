import type { Recogniser } from './recogniser.ts';
import { stalledAndHealed } from './predicates.ts';

/** Data was repeated for a while, and then it went on. */
export const sendCutHeals: Recogniser<'send-cut-heals'> = {
  case: 'send-cut-heals',
  endings: ['open', 'closed', 'half-closed'],
  likelihood: ({ client, server, at, ending }) => {
    if (stalledAndHealed(client) || stalledAndHealed(server)) return 70;
    return ending.kind === 'open' && at === 'server' ? 4 : 0;
  },
};
