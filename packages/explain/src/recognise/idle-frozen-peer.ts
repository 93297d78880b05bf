import type { Recogniser } from './recogniser.ts';
import { isUnansweredQuestion } from './predicates.ts';

/** Data is acknowledged by the kernel and not answered by the program, or late. */
export const idleFrozenPeer: Recogniser<'idle-frozen-peer'> = {
  case: 'idle-frozen-peer',
  endings: ['open', 'window-stuck'],
  likelihood: ({ ending, client, server, facts }) => {
    if (server.bytes === 0 && isUnansweredQuestion(client, server, facts.endNs)) return 25;
    return ending.kind === 'window-stuck' ? 10 : 6;
  },
};
