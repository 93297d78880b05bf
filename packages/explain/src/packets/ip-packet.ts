/** Where the parts of an IP packet lie, as far as they are there: for packets that are quoted, or were cut short. */
import { extensionChain, type ExtensionHeader, Protocol, readU16 } from '@halfopen/wire';

/** An IP packet. Offsets are positions in the array it lies in, and may be beyond its end. */
export interface IpPacket {
  readonly version: 4 | 6;
  readonly offset: number;
  /** Source, then destination. */
  readonly addressesOffset: number;
  readonly addressLength: 4 | 16;
  /** Of IPv6: the extension headers that are there as a whole. */
  readonly extensions: readonly ExtensionHeader[];
  /** What is carried; -1: a part of something, as a later fragment is, or the headers are cut off or damaged. */
  readonly protocol: number;
  /** Where that begins. */
  readonly transportOffset: number;
  /** What is carried goes on in other fragments. */
  readonly moreFragments: boolean;
  /** Where the packet ends by what it says itself; 0: it does not say. */
  readonly statedEnd: number;
}

const ipv4 = {
  totalLength: 2,
  fragment: 6,
  fragmentOffset: 0x1fff,
  moreFragments: 0x2000,
  protocol: 9,
  source: 12,
  bytes: 20,
} as const;
const ipv6 = { payloadLength: 4, nextHeader: 6, source: 8, bytes: 40 } as const;
const fragment = { offsetLow: 3, more: 0x01 } as const;

function ipv4At(data: Uint8Array, at: number, end: number): IpPacket | null {
  if (at + ipv4.bytes > end) return null;
  const headerBytes = (data[at]! & 0x0f) * 4;
  const totalLength = readU16(data, at + ipv4.totalLength);
  const word = readU16(data, at + ipv4.fragment);
  const isLaterFragment = (word & ipv4.fragmentOffset) !== 0;
  return {
    version: 4,
    offset: at,
    addressesOffset: at + ipv4.source,
    addressLength: 4,
    extensions: [],
    protocol: isLaterFragment || headerBytes < ipv4.bytes ? -1 : data[at + ipv4.protocol]!,
    transportOffset: at + Math.max(headerBytes, ipv4.bytes),
    moreFragments: (word & ipv4.moreFragments) !== 0,
    statedEnd: totalLength === 0 ? 0 : at + totalLength,
  };
}

function ipv6At(data: Uint8Array, at: number, end: number): IpPacket | null {
  const behind = at + ipv6.bytes;
  if (behind > end) return null;
  const { headers, protocol, offset } = extensionChain(data, behind, end, data[at + ipv6.nextHeader]!);
  const payloadLength = readU16(data, at + ipv6.payloadLength);
  return {
    version: 6,
    offset: at,
    addressesOffset: at + ipv6.source,
    addressLength: 16,
    extensions: headers,
    protocol,
    transportOffset: offset,
    moreFragments: headers.some(
      (header) =>
        header.protocol === Protocol.fragment &&
        (data[header.offset + fragment.offsetLow]! & fragment.more) !== 0,
    ),
    statedEnd: payloadLength === 0 ? 0 : behind + payloadLength,
  };
}

/** The packet at `at`, of which no byte at or beyond `end` is there; `null`: its fixed header is not there as a whole. */
export function ipPacketAt(data: Uint8Array, at: number, end: number): IpPacket | null {
  if (at >= end) return null;
  const version = data[at]! >>> 4;
  if (version === 4) return ipv4At(data, at, end);
  return version === 6 ? ipv6At(data, at, end) : null;
}
