import type { Recogniser } from './recogniser.ts';

/** The second FIN is repeated. */
export const closeLastackLost: Recogniser<'close-lastack-lost'> = {
  case: 'close-lastack-lost',
  endings: ['fin-unanswered', 'closed'],
  likelihood: ({ ending, other }) => {
    if (ending.kind === 'fin-unanswered') return other.finFrame !== 0 ? 80 : 0;
    return other.finCount > 1 ? 60 : 0;
  },
};
