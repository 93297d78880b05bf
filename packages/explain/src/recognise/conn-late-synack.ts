import type { Recogniser } from './recogniser.ts';

/** The client answers the SYN-ACK by a reset: its program had given up. */
export const connLateSynack: Recogniser<'conn-late-synack'> = {
  case: 'conn-late-synack',
  endings: ['attempt-dropped'],
  likelihood: () => 40,
};
