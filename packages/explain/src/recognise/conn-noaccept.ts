import type { Recogniser } from './recogniser.ts';
import { isUnansweredQuestion } from './tests.ts';

/** The client is connected, its data is acknowledged, and the server never says anything. */
export const connNoaccept: Recogniser<'conn-noaccept'> = {
  case: 'conn-noaccept',
  endings: ['open', 'window-stuck'],
  likelihood: ({ client, server, facts }) => (server.bytes === 0 && isUnansweredQuestion(client, server, facts.endNs) ? 40 : 0),
};
