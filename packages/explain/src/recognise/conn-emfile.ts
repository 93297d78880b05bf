import type { Recogniser } from './recogniser.ts';
import { isUnansweredQuestion } from './tests.ts';

/** As conn-noaccept: the server is out of file descriptors. */
export const connEmfile: Recogniser<'conn-emfile'> = {
  case: 'conn-emfile',
  endings: ['open', 'window-stuck'],
  likelihood: ({ client, server, facts }) => (server.bytes === 0 && isUnansweredQuestion(client, server, facts.endNs) ? 20 : 0),
};
