import type { Recogniser } from './recogniser.ts';

/** Two SYNs cross. */
export const connSimultaneousOpen: Recogniser<'conn-simultaneous-open'> = {
  case: 'conn-simultaneous-open',
  endings: ['open', 'closed', 'half-closed'],
  likelihood: ({ connection }) => (connection.simultaneousOpen === 1 ? 95 : 0),
};
