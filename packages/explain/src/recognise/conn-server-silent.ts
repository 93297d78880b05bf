import type { Recogniser } from './recogniser.ts';

/** SYNs go out, or arrive, and the server says nothing. */
export const connServerSilent: Recogniser<'conn-server-silent'> = {
  case: 'conn-server-silent',
  endings: ['attempt-unanswered'],
  likelihood: ({ at }) => (at === 'server' ? 45 : 35),
};
