import type { SideFacts } from '../facts/side-facts.ts';
import type { Recogniser } from './recogniser.ts';
import { ONE_SECOND_NS, outstandingBytes } from './predicates.ts';

/** A wrong checksum among right ones, and no answer. */
export const sendBadcsum: Recogniser<'send-badcsum'> = {
  case: 'send-badcsum',
  endings: ['data-unanswered', 'open'],
  likelihood: ({ client, server, facts }) =>
    Math.max(oddness(client, facts.endNs), oddness(server, facts.endNs)),
};

/** With checksums left to the network card all are wrong, and that says nothing; nor does one that was acknowledged. */
function oddness(side: SideFacts, endNs: number): number {
  const { badChecksums, checksums, repeats } = side;
  if (badChecksums === 0 || badChecksums === checksums) return 0;
  const waited = outstandingBytes(side) > 0 && endNs - side.lastNs >= ONE_SECOND_NS;
  // without a repetition or a pause it may just be the last segment that was captured
  return repeats > 0 || waited ? 80 : outstandingBytes(side) > 0 ? 20 : 9;
}
