/** The Internet checksum, RFC 1071, over an IPv4 header (RFC 791) and over a TCP segment (RFC 9293 section 3.1). */
import { readU16 } from '../bytes.ts';
import { Protocol } from './numbers.ts';
import { tcpField } from './tcp.ts';
import type { FrameView } from './view.ts';

/**
 * What a TCP checksum says. `offloaded`: it holds the sum of the pseudo header alone, which is what a sender's own capture
 * shows when the network card is to compute the rest. `unknown`: not all of the segment was captured.
 */
export type TcpChecksum = 'good' | 'bad' | 'offloaded' | 'unknown';

/** Sum of 16-bit words from `from` to `to`, an odd last byte padded with zero, added to `sum`. Not folded. */
export function onesComplementSum(data: Uint8Array, from: number, to: number, sum: number = 0): number {
  let total = sum;
  const even = to - ((to - from) & 1);
  for (let at = from; at < even; at += 2) total += readU16(data, at);
  return even < to ? total + (data[even]! << 8) : total;
}

/** Folds a sum into 16 bits, in one's complement. */
export function foldSum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000);
  return folded;
}

/**
 * Sum of the pseudo header that precedes a TCP segment of `length` bytes: RFC 9293 section 3.1, RFC 8200 section 8.1. The
 * two addresses lie one behind the other.
 */
export function pseudoHeaderSum(
  data: Uint8Array,
  addressesOffset: number,
  addressLength: number,
  protocol: number,
  length: number,
): number {
  const addresses = onesComplementSum(data, addressesOffset, addressesOffset + 2 * addressLength);
  return addresses + protocol + (length % 0x10000) + Math.floor(length / 0x10000);
}

/** Whether the IPv4 header checksum of a decoded frame is right. `false` without a wholly captured IPv4 header. */
export function ipv4HeaderChecksumOk(view: FrameView): boolean {
  const end = view.ipOffset + view.ipHeaderLength;
  if (view.ipVersion !== 4 || end > view.captureEnd) return false;
  return foldSum(onesComplementSum(view.data, view.ipOffset, end)) === 0xffff;
}

/** What the TCP checksum of a decoded frame says. `unknown` for fragments and for frames without TCP. */
export function tcpChecksum(view: FrameView): TcpChecksum {
  if (view.kind !== 'tcp' || view.moreFragments) return 'unknown';
  const { data, tcpOffset } = view;
  const length = view.headerLengthBytes + view.payloadLength;
  const pseudo = pseudoHeaderSum(data, view.sourceAddressOffset, view.addressLength, Protocol.tcp, length);
  const whole = view.payloadCaptured === view.payloadLength && view.problem === null;
  if (whole && foldSum(onesComplementSum(data, tcpOffset, tcpOffset + length, pseudo)) === 0xffff)
    return 'good';
  if (readU16(data, tcpOffset + tcpField.checksum) === foldSum(pseudo)) return 'offloaded';
  return whole ? 'bad' : 'unknown';
}

/** The value to put into a checksum field, from the sum over everything else. */
export function checksumOf(sum: number): number {
  return ~foldSum(sum) & 0xffff;
}
