import type { Recogniser } from './recogniser.ts';
import { ONE_SECOND_NS, isUnansweredQuestion } from './predicates.ts';

/** The gateway forgot the connection and took it up again: nothing shows. */
export const natIdleLoose: Recogniser<'nat-idle-loose'> = {
  case: 'nat-idle-loose',
  endings: ['open'],
  likelihood: ({ connection, client, server, facts }) => {
    if (connection.quietNs < ONE_SECOND_NS) return 0;
    return server.bytes === 0 && isUnansweredQuestion(client, server, facts.endNs) ? 10 : 3;
  },
};
