import type { Recogniser } from './recogniser.ts';

/** The program stops trying before its kernel would: the attempt just ends. */
export const connAppTimeout: Recogniser<'conn-app-timeout'> = {
  case: 'conn-app-timeout',
  endings: ['attempt-unanswered', 'attempt-half'],
  likelihood: ({ at, ending }) => {
    if (ending.kind === 'attempt-unanswered') return at === 'server' ? 0 : 10;
    return 28;
  },
};
