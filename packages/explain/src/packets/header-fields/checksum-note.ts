/** Whether a checksum is right, as a note beside it. */
import { foldSum, onesComplementSum, pseudoHeaderSum, readU16 } from '@halfopen/wire';
import type { IpPacket } from '../ip-packet.ts';

const RIGHT = 0xffff;

/** What the checksum at `field` says of the bytes from `from` to `to` and of a pseudo header. */
export function checksumNote(bytes: Uint8Array, field: number, from: number, to: number, pseudo = 0): string {
  const value = readU16(bytes, field);
  const isWhole = to <= bytes.length;
  if (isWhole && foldSum(onesComplementSum(bytes, from, to, pseudo)) === RIGHT) return 'right';
  if (pseudo !== 0 && value === foldSum(pseudo)) return 'of the pseudo-header only: left to the network card';
  if (!isWhole) return 'not checked: payload not captured';
  return value === 0 ? 'not filled in' : 'wrong';
}

/** The same for what an IP packet carries, its checksum `at` so many bytes. `protocol`: in the pseudo header; 0: there is none. */
export function carriedNote(bytes: Uint8Array, packet: IpPacket, at: number, protocol: number): string {
  const { addressesOffset, addressLength, transportOffset, statedEnd, moreFragments } = packet;
  if (moreFragments) return 'not checked: a fragment';
  if (statedEnd <= transportOffset) return 'not checked: no length stated';
  const pseudo =
    protocol === 0
      ? 0
      : pseudoHeaderSum(bytes, addressesOffset, addressLength, protocol, statedEnd - transportOffset);
  return checksumNote(bytes, transportOffset + at, transportOffset, statedEnd, pseudo);
}
