import type { Recogniser } from './recogniser.ts';

/** Data flows on after one side said that it has no more. */
export const closeHalf: Recogniser<'close-half'> = {
  case: 'close-half',
  endings: ['closed', 'half-closed'],
  likelihood: ({ ending, other }) => (other.dataAfterFin > 0 ? (ending.kind === 'closed' ? 90 : 60) : 0),
};
