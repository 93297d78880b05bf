/** Packets before and after their addresses are hidden. */
import {
  foldSum,
  FrameView,
  ipv4Packet,
  ipv6Packet,
  LinkType,
  onesComplementSum,
  parseAddress,
  Protocol,
  pseudoHeaderSum,
  tcpSegment,
} from '@halfopen/wire';
import fc from 'fast-check';
import { AddressMap } from '../../src/index.ts';
import { hideAddresses } from '../../src/redact/hide-addresses.ts';

/** Client, server, and somebody else. */
export const ends = {
  4: ['203.0.113.77', '198.51.100.23', '192.168.171.205'],
  6: ['2001:db8:77:8899:aabb:ccdd:eeff:1234', '2001:db8:99:4455:6677:8899:aabb:ccdd', '2001:db8:5::5:6:7'],
} as const;
export const anyVersion: fc.Arbitrary<4 | 6> = fc.constantFrom<4 | 6>(4, 6);

export function viewOf(bytes: Uint8Array, captured = bytes.length): FrameView {
  const view = new FrameView();
  view.decode(bytes, 0, captured, LinkType.rawIp, bytes.length);
  return view;
}

/** The packet with stand-ins. */
export function hidden(packet: Uint8Array, captured = packet.length): Uint8Array {
  const copy = packet.slice();
  hideAddresses(viewOf(copy, captured), new AddressMap());
  return copy;
}

export function contains(bytes: Uint8Array, address: string): boolean {
  const text = `,${[...bytes].join(',')},`;
  return text.includes(`,${[...parseAddress(address)].join(',')},`);
}

/** How far a checksum is from being right: the same number before and after. */
export function residue(sum: number): number {
  return foldSum(sum) % 0xffff;
}

export function headerResidue({ data, ipOffset, ipHeaderLength }: FrameView): number {
  return residue(onesComplementSum(data, ipOffset, ipOffset + ipHeaderLength));
}

/** Over the bytes behind the IP header. */
export function transportResidue(view: FrameView, protocol: number): number {
  const from = view.ipOffset + view.ipHeaderLength;
  const length = view.ipTotalLength - view.ipHeaderLength;
  const usesPseudo = protocol !== Protocol.icmp;
  const pseudo = usesPseudo
    ? pseudoHeaderSum(view.data, view.sourceAddressOffset, view.addressLength, protocol, length)
    : 0;
  return residue(onesComplementSum(view.data, from, Math.min(view.captureEnd, from + length), pseudo));
}

const anyAddressBytes: fc.Arbitrary<(version: 4 | 6) => Uint8Array> = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => (version: 4 | 6) => bytes.slice(0, version === 4 ? 4 : 16));

export const anySegment = fc.record({
  version: anyVersion,
  from: anyAddressBytes,
  to: anyAddressBytes,
  payload: fc.uint8Array({ maxLength: 60 }),
  options: fc.uint8Array({ maxLength: 30 }),
  ipOptions: fc.uint8Array({ maxLength: 30 }),
  flags: fc.integer({ min: 0, max: 255 }),
  // 1 in 3 has a wrong one
  wrong: fc.option(fc.integer({ min: 1, max: 0xffff }), { freq: 2 }),
});

export type Segment = typeof anySegment extends fc.Arbitrary<infer T> ? T : never;

export function packetOf({
  version,
  from,
  to,
  payload,
  options,
  ipOptions,
  flags,
  wrong,
}: Segment): Uint8Array {
  const source = from(version);
  const destination = to(version);
  const segment = tcpSegment({
    source: { address: source, port: 40_000 },
    destination: { address: destination, port: 443 },
    seqNumber: 7,
    flags,
    options: [{ kind: 'raw', bytes: options }],
    payload,
    ...(wrong === null ? {} : { checksum: wrong }),
  });
  const ip = { source, destination, protocol: Protocol.tcp, payload: segment };
  if (version === 4) return ipv4Packet({ ...ip, options: ipOptions });
  const extensions =
    ipOptions.length === 0 ? [] : [{ protocol: Protocol.destinationOptions, body: ipOptions }];
  return ipv6Packet({ ...ip, extensions });
}
