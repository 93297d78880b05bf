/**
 * The IPv6 header, RFC 8200 section 3. Jumbograms (RFC 2675) are understood; so are packets without any stated length, as
 * segmentation offload makes them. Behind a routing header the destination is the next hop's address, not the last one's.
 */
import { readU16 } from '../bytes.ts';
import { ExtensionWalk } from './extension-headers.ts';
import type { FrameView } from './view.ts';

/** Byte offsets of the fields. */
export const ipv6Field = {
  versionClassFlow: 0,
  payloadLength: 4,
  nextHeader: 6,
  hopLimit: 7,
  source: 8,
  destination: 24,
} as const;

/** Length of the header without extension headers, in bytes. */
export const ipv6FixedBytes: number = 40;

const addressBytes = 16;

// one for all views: it holds nothing beyond the walk it is used in
const walk = new ExtensionWalk();

/** Decodes the headers at `at`; `true` when the transport header follows them. */
export function decodeIpv6(view: FrameView, at: number): boolean {
  const { data, captureEnd } = view;
  const afterFixed = at + ipv6FixedBytes;
  if (afterFixed > captureEnd) {
    view.problem = 'truncated-ip-header';
    return false;
  }
  if (data[at]! >>> 4 !== 6) {
    view.problem = 'bad-ip-version';
    return false;
  }
  walk.walk(data, afterFixed, captureEnd, data[at + ipv6Field.nextHeader]!);
  const stated = readU16(data, at + ipv6Field.payloadLength);
  const inferred = stated === 0 && walk.jumboLength === 0;
  const payloadLength = inferred ? Math.max(0, view.wireEnd - afterFixed) : stated || walk.jumboLength;
  const headerLength = walk.offset - at;
  view.kind = 'ip';
  view.ipVersion = 6;
  view.ipOffset = at;
  view.ipHeaderLength = headerLength;
  view.ipTotalLength = ipv6FixedBytes + payloadLength;
  view.ipLengthInferred = inferred;
  view.ttl = data[at + ipv6Field.hopLimit]!;
  view.trafficClass = (readU16(data, at + ipv6Field.versionClassFlow) >>> 4) & 0xff;
  view.ipId = walk.fragmentId;
  view.dontFragment = false;
  view.moreFragments = walk.moreFragments;
  view.fragmentOffset = walk.fragmentOffset;
  view.protocol = walk.protocol;
  view.addressLength = addressBytes;
  view.sourceAddressOffset = at + ipv6Field.source;
  view.destinationAddressOffset = at + ipv6Field.destination;
  if (walk.problem !== null) {
    view.problem = walk.problem;
    return false;
  }
  if (headerLength > view.ipTotalLength) {
    view.problem = 'bad-ip-length';
    return false;
  }
  return walk.fragmentOffset === 0;
}
