import type { Recogniser } from './recogniser.ts';

/** A FIN came, was acknowledged, and data was sent all the same. */
export const idleFinUnnoticed: Recogniser<'idle-fin-unnoticed'> = {
  case: 'idle-fin-unnoticed',
  endings: ['reset-after-own-fin', 'half-closed'],
  likelihood: ({ ending, other }) => (ending.kind === 'half-closed' ? 8 : other.dataAfterFin > 0 ? 30 : 0),
};
