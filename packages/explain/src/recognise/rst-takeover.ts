import type { Recogniser } from './recogniser.ts';

/** A segment is reset by a host that took the address over. */
export const rstTakeover: Recogniser<'rst-takeover'> = {
  case: 'rst-takeover',
  endings: ['reset-passive'],
  likelihood: ({ atActor, connection }) => (atActor && connection.clientKnown === 1 ? 0 : 10),
};
