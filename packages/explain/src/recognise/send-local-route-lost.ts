import type { Recogniser } from './recogniser.ts';

/** Nothing leaves the host any more, so there is nothing to see. */
export const sendLocalRouteLost: Recogniser<'send-local-route-lost'> = {
  case: 'send-local-route-lost',
  endings: ['open'],
  likelihood: () => 3,
};
