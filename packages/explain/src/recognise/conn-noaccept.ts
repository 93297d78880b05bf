import type { Recogniser } from './recogniser.ts';
import { isUnansweredQuestion } from './predicates.ts';

/** The client is connected, its data is acknowledged, and the server never says anything. */
export const connNoaccept: Recogniser<'conn-noaccept'> = {
  case: 'conn-noaccept',
  endings: ['open', 'window-stuck'],
  likelihood: ({ client, server, facts }) => {
    if (server.bytes > 0 || server.synAckCount === 0) return 0;
    return client.bytes > 0 && isUnansweredQuestion(client, server, facts.endNs) ? 40 : 6;
  },
};
