import type { Recogniser } from './recogniser.ts';
import { isUnansweredQuestion } from './predicates.ts';

/** As conn-noaccept: the server is out of file descriptors. */
export const connEmfile: Recogniser<'conn-emfile'> = {
  case: 'conn-emfile',
  endings: ['open', 'window-stuck'],
  likelihood: ({ client, server, facts }) => {
    if (server.bytes > 0 || server.synAckCount === 0) return 0;
    return isUnansweredQuestion(client, server, facts.endNs) ? 20 : 5;
  },
};
