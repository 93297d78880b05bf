/**
 * Checksums that follow what they cover, by RFC 1624:
 *
 *     HC' = ~(~HC + ~m + m')
 *
 * A right one stays right, a wrong one stays wrong by as much, and nothing that was not captured needs to be known. Two kinds of
 * wrong ones were left to the network card to fill in: the sum of the pseudo header alone, which becomes that of the new one, and
 * 0, which stays. Moved along with the rest, either would tell the sum of the addresses that it was to hide.
 */
import { foldSum, onesComplementSum, readU16, writeU16 } from '@halfopen/wire';

/** What a checksum covers. */
export interface Cover {
  readonly data: Uint8Array;
  /** Where the checksum stands. */
  readonly field: number;
  /** First byte covered, and the first behind: those that were captured. */
  readonly from: number;
  readonly to: number;
  /** Sum of the pseudo header. Default: there is none. */
  readonly pseudo?: () => number;
}

/** Sums of what a checksum covers: of all of it, of its pseudo header. */
interface Sums {
  readonly whole: number;
  readonly pseudo: number;
}

const RIGHT = 0xffff;

function sumsOf({ data, from, to, pseudo }: Cover): Sums {
  const ofPseudo = pseudo?.() ?? 0;
  return { whole: foldSum(onesComplementSum(data, from, to, ofPseudo)), pseudo: foldSum(ofPseudo) };
}

function following(value: number, was: Sums, is: Sums): number {
  const moved = ~foldSum((~value & 0xffff) + (~was.whole & 0xffff) + is.whole) & 0xffff;
  if (was.whole === RIGHT) return moved;
  if (value === 0) return is.whole === RIGHT ? moved : 0;
  return value === was.pseudo ? is.pseudo : moved;
}

/** Changes bytes that a checksum covers, and the checksum with them if it was captured. */
export function keepingChecksum(cover: Cover, change: () => void): void {
  const { data, field, to } = cover;
  if (field + 2 > to) return change();
  const was = sumsOf(cover);
  change();
  writeU16(data, field, following(readU16(data, field), was, sumsOf(cover)));
}
