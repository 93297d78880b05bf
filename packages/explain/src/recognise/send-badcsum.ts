import type { SideFacts } from '../facts/side-facts.ts';
import type { Recogniser } from './recogniser.ts';

/** A wrong checksum among right ones, and no answer. */
export const sendBadcsum: Recogniser<'send-badcsum'> = {
  case: 'send-badcsum',
  endings: ['data-unanswered', 'open'],
  likelihood: ({ client, server }) => {
    const odd = (side: SideFacts): boolean => side.badChecksums > 0 && side.badChecksums < side.checksums;
    return odd(client) || odd(server) ? 80 : 0;
  },
};
