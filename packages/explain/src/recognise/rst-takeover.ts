import type { Recogniser } from './recogniser.ts';

/** A segment is reset by a host that took the address over. The old host sees nothing. */
export const rstTakeover: Recogniser<'rst-takeover'> = {
  case: 'rst-takeover',
  endings: ['reset-passive', 'open'],
  likelihood: ({ ending, atActor, at, connection }) => {
    if (ending.kind === 'open') return at === 'server' ? 2 : 0;
    return atActor && connection.clientKnown === 1 ? 0 : 10;
  },
};
