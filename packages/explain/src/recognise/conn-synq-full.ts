import type { Recogniser } from './recogniser.ts';

/** SYNs are dropped at a listener that has too many half-open connections. */
export const connSynqFull: Recogniser<'conn-synq-full'> = {
  case: 'conn-synq-full',
  endings: ['attempt-unanswered'],
  likelihood: () => 10,
};
