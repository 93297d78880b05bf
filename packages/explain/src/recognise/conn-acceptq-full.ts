import type { Recogniser } from './recogniser.ts';

/** SYNs are dropped at a listener whose queue is full; others may have been accepted before. */
export const connAcceptqFull: Recogniser<'conn-acceptq-full'> = {
  case: 'conn-acceptq-full',
  endings: ['attempt-unanswered'],
  likelihood: ({ surroundings }) => (surroundings.accepted > 0 ? 50 : 30),
};
