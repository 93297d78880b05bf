import type { Recogniser } from './recogniser.ts';

/** Programs seldom give up sooner than this. */
const IN_TIME_NS = 500_000_000;

/** The client answers the SYN-ACK by a reset: its program had given up. */
export const connLateSynack: Recogniser<'conn-late-synack'> = {
  case: 'conn-late-synack',
  endings: ['attempt-dropped'],
  likelihood: ({ client, server }) => (server.synAckNs - client.synNs >= IN_TIME_NS ? 60 : 20),
};
