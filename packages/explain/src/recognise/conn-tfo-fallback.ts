import type { Recogniser } from './recogniser.ts';

/** A SYN with data, then one without. */
export const connTfoFallback: Recogniser<'conn-tfo-fallback'> = {
  case: 'conn-tfo-fallback',
  endings: ['open', 'closed', 'half-closed'],
  likelihood: ({ client }) => (client.synPayload > 0 && client.synCount > 1 ? 90 : 0),
};
