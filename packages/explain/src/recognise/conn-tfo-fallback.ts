import type { Recogniser } from './recogniser.ts';

/** A SYN with data, then one without. */
export const connTfoFallback: Recogniser<'conn-tfo-fallback'> = {
  case: 'conn-tfo-fallback',
  endings: ['open', 'closed', 'half-closed'],
  likelihood: ({ client, ending, at }) => {
    if (client.synPayload > 0 && client.synCount > 1) return 90;
    return ending.kind === 'open' && at === 'server' ? 2 : 0;
  },
};
