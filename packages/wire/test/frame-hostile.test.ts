import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../src/bytes.ts';
import { ethernetFrame } from '../src/emit/ethernet.ts';
import { icmpError } from '../src/emit/icmp.ts';
import { ipv4Packet } from '../src/emit/ipv4.ts';
import { ipv6Packet } from '../src/emit/ipv6.ts';
import { tcpPacket } from '../src/emit/tcp.ts';
import { tcpChecksum } from '../src/frame/checksum.ts';
import { LinkType } from '../src/frame/link-types.ts';
import { FrameView } from '../src/frame/view.ts';
import { addressPair, tcpPacketSpec, uint8 } from './arbitraries.ts';

const linkType = fc.constantFrom(...Object.values(LinkType));

const ends4 = { source: '10.0.0.1', destination: '10.0.0.2' };
const ends6 = { source: 'fd00::1', destination: 'fd00::2' };

/** Honest packets, so that spoiling one byte reaches deep layers. */
const honest = fc.oneof(
  tcpPacketSpec.map((spec) => tcpPacket(spec)),
  fc
    .record({ moreFragments: fc.boolean(), fragmentOffset: fc.constantFrom(0, 1480) })
    .map((fragment) =>
      ipv4Packet({ ...ends4, protocol: 6, payload: new Uint8Array(40).fill(0x50), ...fragment }),
    ),
  fc.array(fc.constantFrom(0, 43, 44, 51, 60), { maxLength: 4 }).map((kinds) =>
    ipv6Packet({
      ...ends6,
      protocol: 6,
      payload: new Uint8Array(40).fill(0x50),
      extensions: kinds.map((protocol) => ({ protocol, body: Uint8Array.of(0, 1, 2, 3, 4, 5) })),
    }),
  ),
  fc
    .tuple(addressPair, tcpPacketSpec, uint8)
    .map(([[source, destination], spec, code]) =>
      icmpError({ source, destination, type: source.length === 4 ? 3 : 1, code, quoted: tcpPacket(spec) }),
    ),
);

/** Headers that another packet may stand behind, as an IP payload: protocol, and what precedes the packet. */
const tunnels: readonly (readonly [protocol: number, header: readonly number[]])[] = [
  [4, []],
  [41, []],
  [47, [0xb0, 0, 0x08, 0, 1, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]],
  [47, [0x40, 0, 0x08, 0, 0, 0, 0, 0, 8, 0, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0]],
  [47, [0, 0, 0x88, 0x47, 0, 0, 0x11, 64]],
  [17, [0xc3, 0x50, 0x12, 0xb5, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 1, 0, ...Array(12).fill(2), 0x08, 0]],
  [17, [0xc3, 0x50, 0x17, 0xc1, 0, 0, 0, 0, 1, 0, 0x08, 0, 0, 0, 1, 0, 1, 2, 3, 4]],
];

const tunnelled = fc
  .tuple(honest, fc.array(fc.constantFrom(...tunnels), { maxLength: 6 }), fc.boolean())
  .map(([packet, layers, six]) =>
    layers.reduce((inner, [protocol, header]) => {
      const payload = concatBytes([Uint8Array.from(header), inner]);
      return six ? ipv6Packet({ ...ends6, protocol, payload }) : ipv4Packet({ ...ends4, protocol, payload });
    }, packet),
  );

const spoilt = fc
  .tuple(fc.oneof(honest, tunnelled), fc.array(fc.tuple(fc.nat(120), uint8), { maxLength: 4 }), fc.boolean())
  .map(([packet, changes, ethernet]) => {
    const frame = ethernet ? ethernetFrame({ payload: packet }) : packet.slice();
    for (const [at, value] of changes) if (at < frame.length) frame[at] = value;
    return { frame, linkType: ethernet ? LinkType.ethernet : LinkType.rawIp };
  });

/** Everything a decoded view tells, but the array it lies in. */
function facts(view: FrameView): Record<string, unknown> {
  const options = view.options();
  const sack = Array.from({ length: options.sackBlocks }, (_, index) => [
    options.sackLeft(index),
    options.sackRight(index),
  ]);
  const addresses = [view.sourceAddress(), view.destinationAddress(), view.icmp.quotedSourceAddress()];
  return { ...view, data: null, icmp: { ...view.icmp }, options: { ...options }, sack, addresses };
}

function decoded(data: Uint8Array, length: number, type: number, original: number): Record<string, unknown> {
  const view = new FrameView();
  view.decode(data, 0, length, type, original);
  tcpChecksum(view);
  return facts(view);
}

function allNumbersSound(told: Record<string, unknown>): boolean {
  return Object.values(told).every((value) => typeof value !== 'number' || Number.isInteger(value));
}

describe('whatever the bytes', () => {
  it('random ones are decoded without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), linkType, (data, type) => {
        const told = decoded(data, data.length, type, data.length);
        expect(allNumbersSound(told)).toBe(true);
        expect(told['payloadCaptured']).toBeLessThanOrEqual(data.length);
      }),
      { numRuns: 500 },
    );
  });

  it('no byte behind the captured ones is looked at', () => {
    fc.assert(
      fc.property(spoilt, fc.nat(200), (packet, cut) => {
        const captured = Math.min(cut, packet.frame.length);
        const kept = packet.frame.subarray(0, captured);
        const rest = packet.frame.length - captured + 200;
        const told = [0x00, 0x45, 0xff].map((fill) => {
          const data = concatBytes([kept, new Uint8Array(rest).fill(fill)]);
          return decoded(data, captured, packet.linkType, packet.frame.length);
        });
        expect(allNumbersSound(told[0]!)).toBe(true);
        expect(told[1]).toEqual(told[0]);
        expect(told[2]).toEqual(told[0]);
      }),
      { numRuns: 500 },
    );
  });

  it('a captured length beyond the array is cut to the array', () => {
    fc.assert(
      fc.property(spoilt, fc.nat(80), (packet, cut) => {
        const data = packet.frame.slice(0, cut);
        const told = decoded(data, 10_000, packet.linkType, packet.frame.length);
        expect(told).toEqual(decoded(data, data.length, packet.linkType, packet.frame.length));
      }),
    );
  });

  it('the frame before leaves no trace', () => {
    fc.assert(
      fc.property(spoilt, spoilt, (before, after) => {
        const view = new FrameView();
        view.decode(before.frame, 0, before.frame.length, before.linkType);
        view.options();
        view.decode(after.frame, 0, after.frame.length, after.linkType);
        const length = after.frame.length;
        expect(facts(view)).toEqual(decoded(after.frame, length, after.linkType, length));
      }),
      { numRuns: 500 },
    );
  });
});
