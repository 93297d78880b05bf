import type { Recogniser } from './recogniser.ts';

/** Two FINs, neither of which acknowledges the other. */
export const closeSimultaneous: Recogniser<'close-simultaneous'> = {
  case: 'close-simultaneous',
  endings: ['closed'],
  likelihood: ({ client, server }) =>
    client.finFrame !== 0 && server.finFrame !== 0 && client.finAnswers + server.finAnswers === 0 ? 90 : 0,
};
