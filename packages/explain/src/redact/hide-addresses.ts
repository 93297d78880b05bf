/**
 * Writes stand-ins over the addresses of a decoded frame, wherever what is told of the frame later could show them:
 *
 *     IP header ─┬─ TCP header ── payload                       addresses replaced, options blanked
 *                └─ ICMP error ── quoted IP ── quoted TCP ── …   the same in the quote; what follows its TCP header is blanked
 *
 * What lies around the described packet (link layer, tunnels) and TCP payload stay as they are: records show neither. What the
 * frame view said of the frame still holds.
 */
import { type FrameView, IcmpType, Protocol, pseudoHeaderSum } from '@halfopen/wire';
import { type IpPacket, ipPacketAt } from '../packets/ip-packet.ts';
import type { AddressMap } from './address-map.ts';
import { blankExtensions, blankIpv4Options, blankTcpOptions } from './blanking.ts';
import { keepingChecksum } from './checksums.ts';

const ipv4 = { checksum: 10, options: 20 } as const;
const tcp = { dataOffset: 12, checksum: 16, bytes: 20 } as const;
const icmp = { checksum: 2, gateway: 4, quote: 8 } as const;

/** A packet's bytes that were captured, and its length. */
interface Extent {
  readonly data: Uint8Array;
  /** The first byte that was not captured, or is not the packet's. */
  readonly end: number;
  /** Where it ends by its own word. */
  readonly wireEnd: number;
}

/** Replaces the addresses of the described packet, and of the one that it quotes. */
export function hideAddresses(frame: FrameView, map: AddressMap): void {
  if (frame.kind !== 'tcp' && frame.kind !== 'icmp') return;
  const { data, ipOffset, captureEnd, ipTotalLength } = frame;
  const packet = ipPacketAt(data, ipOffset, captureEnd);
  if (packet === null) return;
  const wireEnd = ipOffset + ipTotalLength;
  const extent = { data, end: Math.min(captureEnd, wireEnd), wireEnd };
  if (frame.kind === 'tcp') hideSegment(packet, extent, map, () => {});
  else hideIcmp(frame, packet, extent, map);
}

function hideIpHeader(packet: IpPacket, { data, end }: Extent, map: AddressMap): void {
  const { offset, addressesOffset, addressLength, extensions } = packet;
  const change = (): void => {
    map.replace(data, addressesOffset, addressLength);
    map.replace(data, addressesOffset + addressLength, addressLength);
  };
  if (packet.version === 6) {
    change();
    blankExtensions(data, extensions);
    return;
  }
  const to = Math.min(packet.transportOffset, end);
  keepingChecksum({ data, field: offset + ipv4.checksum, from: offset, to }, () => {
    change();
    blankIpv4Options(data, offset + ipv4.options, to);
  });
}

/** The sum of the pseudo header in front of what a packet carries. */
function pseudoOf(packet: IpPacket, { data, wireEnd }: Extent, protocol: number): () => number {
  const { addressesOffset, addressLength, transportOffset } = packet;
  const length = Math.max(0, wireEnd - transportOffset);
  return () => pseudoHeaderSum(data, addressesOffset, addressLength, protocol, length);
}

/** `behind`: what else is to be done under the same checksum, told where the TCP header ends. */
function hideSegment(
  packet: IpPacket,
  extent: Extent,
  map: AddressMap,
  behind: (headerEnd: number) => void,
): void {
  const { data, end } = extent;
  const from = packet.transportOffset;
  const cover = {
    data,
    field: from + tcp.checksum,
    from,
    to: end,
    pseudo: pseudoOf(packet, extent, Protocol.tcp),
  };
  keepingChecksum(cover, () => {
    hideIpHeader(packet, extent, map);
    const stated = from + tcp.dataOffset < end ? (data[from + tcp.dataOffset]! >>> 4) * 4 : 0;
    const headerEnd = Math.min(end, from + Math.max(stated, tcp.bytes));
    blankTcpOptions(data, from + tcp.bytes, headerEnd);
    behind(headerEnd);
  });
}

function hideIcmp(frame: FrameView, packet: IpPacket, extent: Extent, map: AddressMap): void {
  const { data, end } = extent;
  const from = packet.transportOffset;
  const cover = { data, field: from + icmp.checksum, from, to: end };
  const pseudo = packet.version === 6 ? { pseudo: pseudoOf(packet, extent, Protocol.icmpv6) } : {};
  keepingChecksum({ ...cover, ...pseudo }, () => {
    hideIpHeader(packet, extent, map);
    if (!frame.icmp.isError) return;
    if (packet.version === 4 && frame.icmp.type === IcmpType.redirect)
      map.replace(data, from + icmp.gateway, 4);
    hideQuote(data, from + icmp.quote, end, map);
  });
}

/**
 * Of a quote stays what identifies the segment. Routers may put what they know of themselves behind the quoted packet (RFC 4884,
 * RFC 5837), so nothing there does.
 */
function hideQuote(data: Uint8Array, at: number, end: number, map: AddressMap): void {
  const quoted = ipPacketAt(data, at, end);
  if (quoted === null) {
    data.fill(0, at, end);
    return;
  }
  const { protocol, transportOffset, statedEnd } = quoted;
  // some hosts quote the length in another byte order, or without the header
  const wireEnd = statedEnd < transportOffset + tcp.bytes ? end : statedEnd;
  const extent = { data, end: Math.min(end, wireEnd), wireEnd };
  if (protocol === Protocol.tcp) {
    hideSegment(quoted, extent, map, (headerEnd) => data.fill(0, headerEnd, extent.end));
    data.fill(0, extent.end, end);
  } else {
    hideIpHeader(quoted, extent, map);
    data.fill(0, Math.min(transportOffset, end), end);
  }
}
