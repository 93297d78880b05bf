import type { Recogniser } from './recogniser.ts';

/** A reset came that changed nothing. */
export const rstBlind: Recogniser<'rst-blind'> = {
  case: 'rst-blind',
  endings: ['open', 'closed', 'half-closed'],
  likelihood: ({ client, server }) => (client.rstCount + server.rstCount > 0 ? 90 : 0),
};
