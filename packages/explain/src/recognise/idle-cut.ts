import type { Recogniser } from './recogniser.ts';

/** Nothing is sent, so nothing is missing. */
export const idleCut: Recogniser<'idle-cut'> = {
  case: 'idle-cut',
  endings: ['open'],
  likelihood: ({ connection }) => (connection.handshakeFrame !== 0 || connection.clientKnown === 0 ? 9 : 0),
};
