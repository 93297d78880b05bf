/**
 * The IPv4 header, RFC 791 section 3.1. Options are stepped over. Only the first fragment of a packet holds the transport
 * header; later ones end as kind `ip`.
 */
import { readU16 } from '../bytes.ts';
import type { FrameView } from './view.ts';

/** Byte offsets of the fields. */
export const ipv4Field = {
  versionLength: 0,
  trafficClass: 1,
  totalLength: 2,
  id: 4,
  fragment: 6,
  ttl: 8,
  protocol: 9,
  checksum: 10,
  source: 12,
  destination: 16,
} as const;

/** Length of the header without options, in bytes. */
export const ipv4FixedBytes: number = 20;

/** Parts of the fragment field: two flags, and the offset in units of 8 bytes. */
export const ipv4Fragment = { dont: 0x4000, more: 0x2000, offset: 0x1fff, unitBytes: 8 } as const;

const addressBytes = 4;

/** Header length in bytes, from the first byte of the header. */
export function ipv4HeaderLength(firstByte: number): number {
  return (firstByte & 0x0f) * 4;
}

/** Decodes the header at `at`; `true` when the transport header follows it. */
export function decodeIpv4(view: FrameView, at: number): boolean {
  const { data, captureEnd } = view;
  if (at + ipv4FixedBytes > captureEnd) {
    view.problem = 'truncated-ip-header';
    return false;
  }
  const first = data[at]!;
  const headerLength = ipv4HeaderLength(first);
  if (first >>> 4 !== 4) {
    view.problem = 'bad-ip-version';
    return false;
  }
  if (headerLength < ipv4FixedBytes) {
    view.problem = 'bad-ip-header-length';
    return false;
  }
  const stated = readU16(data, at + ipv4Field.totalLength);
  // segmentation offload leaves 0 where a segment is longer than the field can say
  const inferred = stated === 0 && view.wireEnd - at > headerLength;
  const totalLength = inferred ? view.wireEnd - at : stated;
  if (totalLength < headerLength) {
    view.problem = 'bad-ip-length';
    return false;
  }
  const fragment = readU16(data, at + ipv4Field.fragment);
  view.kind = 'ip';
  view.ipVersion = 4;
  view.ipOffset = at;
  view.ipHeaderLength = headerLength;
  view.ipTotalLength = totalLength;
  view.ipLengthInferred = inferred;
  view.ttl = data[at + ipv4Field.ttl]!;
  view.trafficClass = data[at + ipv4Field.trafficClass]!;
  view.ipId = readU16(data, at + ipv4Field.id);
  view.dontFragment = (fragment & ipv4Fragment.dont) !== 0;
  view.moreFragments = (fragment & ipv4Fragment.more) !== 0;
  view.fragmentOffset = (fragment & ipv4Fragment.offset) * ipv4Fragment.unitBytes;
  view.protocol = data[at + ipv4Field.protocol]!;
  view.addressLength = addressBytes;
  view.sourceAddressOffset = at + ipv4Field.source;
  view.destinationAddressOffset = at + ipv4Field.destination;
  if (at + headerLength > captureEnd) {
    view.problem = 'truncated-ip-header';
    return false;
  }
  return view.fragmentOffset === 0;
}
