/** What lies around the IP packets of a test's capture: link layer and file. */
import {
  ethernetFrame,
  LinkType,
  pcapGlobalHeader,
  pcapngInterface,
  pcapngPacket,
  pcapngSection,
  pcapRecord,
} from '@halfopen/wire';

/** Link layers that a capture can be built with. */
export const links = ['ethernet', 'vlan', 'cooked', 'cooked2', 'loopback', 'raw'] as const;
export type Link = (typeof links)[number];

/** Formats that a capture can be built in. */
export const files = ['pcap', 'pcap-ns', 'pcap-big', 'pcapng'] as const;
export type File = (typeof files)[number];

/** A packet and its time. */
export interface TimedPacket {
  readonly ms: number;
  readonly packet: Uint8Array;
}

/** 2023-11-14. */
const BEGIN_SECONDS = 1_700_000_000;
const MILLION = 1_000_000;

const linkTypes: Readonly<Record<Link, number>> = {
  ethernet: LinkType.ethernet,
  vlan: LinkType.ethernet,
  cooked: LinkType.linuxCooked,
  cooked2: LinkType.linuxCooked2,
  loopback: LinkType.bsdLoopback,
  raw: LinkType.rawIp,
};

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function isIpv6(packet: Uint8Array): boolean {
  return packet[0]! >>> 4 === 6;
}

/** The packet with what the link layer puts in front of it. */
export function linkFrame(link: Link, packet: Uint8Array): Uint8Array {
  const etherType = isIpv6(packet) ? [0x86, 0xdd] : [0x08, 0x00];
  switch (link) {
    case 'ethernet':
      return ethernetFrame({ payload: packet, padTo: 60 });
    case 'vlan':
      return ethernetFrame({ payload: packet, vlanTags: [{ id: 7 }] });
    case 'cooked':
      return concat([Uint8Array.of(0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, ...etherType), packet]);
    case 'cooked2':
      return concat([
        Uint8Array.of(...etherType, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0),
        packet,
      ]);
    case 'loopback':
      return concat([Uint8Array.of(isIpv6(packet) ? 30 : 2, 0, 0, 0), packet]);
    case 'raw':
      return packet;
  }
}

/** The capture file with these packets, in this order. */
export function captureFile(file: File, link: Link, packets: readonly TimedPacket[]): Uint8Array {
  const linkType = linkTypes[link];
  const timed = packets.map(({ ms, packet }) => ({
    ns: BigInt(BEGIN_SECONDS) * 1_000_000_000n + BigInt(Math.round(ms * MILLION)),
    data: linkFrame(link, packet),
  }));
  if (file === 'pcapng') {
    return concat([
      pcapngSection(),
      pcapngInterface({ linkType, timestampResolution: 9 }),
      ...timed.map(({ ns, data }) => pcapngPacket({ timestamp: ns, data })),
    ]);
  }
  const header = {
    byteOrder: file === 'pcap-big' ? 'big' : 'little',
    timestampUnit: file === 'pcap-ns' ? 'ns' : 'us',
  } as const;
  return concat([
    pcapGlobalHeader({ linkType, ...header }),
    ...timed.map(({ ns, data }) =>
      pcapRecord(
        { seconds: Number(ns / 1_000_000_000n), nanoseconds: Number(ns % 1_000_000_000n), data },
        header,
      ),
    ),
  ]);
}
