import type { Recogniser } from './recogniser.ts';
import { isUnansweredQuestion } from './tests.ts';

/** Data is acknowledged by the kernel and not answered by the program. */
export const idleFrozenPeer: Recogniser<'idle-frozen-peer'> = {
  case: 'idle-frozen-peer',
  endings: ['open', 'window-stuck'],
  likelihood: ({ client, server, facts }) => (isUnansweredQuestion(client, server, facts.endNs) || isUnansweredQuestion(server, client, facts.endNs) ? 25 : 0),
};
