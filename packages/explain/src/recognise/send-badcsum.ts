import type { SideFacts } from '../facts/side-facts.ts';
import type { Recogniser } from './recogniser.ts';

/** A wrong checksum among right ones, and no answer. */
export const sendBadcsum: Recogniser<'send-badcsum'> = {
  case: 'send-badcsum',
  endings: ['data-unanswered', 'open'],
  likelihood: ({ client, server }) => (isOddOneOut(client) || isOddOneOut(server) ? 80 : 0),
};

/** With checksums left to the network card all are wrong, and that says nothing. */
function isOddOneOut({ badChecksums, checksums }: SideFacts): boolean {
  return badChecksums > 0 && badChecksums < checksums;
}
