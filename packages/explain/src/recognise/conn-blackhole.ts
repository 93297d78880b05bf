import type { Recogniser } from './recogniser.ts';

/** SYNs go out and nothing comes back. At the server there would be nothing to see. */
export const connBlackhole: Recogniser<'conn-blackhole'> = {
  case: 'conn-blackhole',
  endings: ['attempt-unanswered'],
  likelihood: ({ at }) => (at === 'server' ? 0 : 40),
};
