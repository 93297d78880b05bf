import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipv4Packet } from '../src/emit/ipv4.ts';
import type { Ipv6Extension } from '../src/emit/ipv6.ts';
import { ipv6Packet } from '../src/emit/ipv6.ts';
import { tcpSegment } from '../src/emit/tcp.ts';
import { ipv4HeaderChecksumOk, tcpChecksum } from '../src/frame/checksum.ts';
import { extensionChain } from '../src/frame/extension-chain.ts';
import { LinkType } from '../src/frame/link-types.ts';
import { Protocol } from '../src/frame/numbers.ts';
import { FrameView } from '../src/frame/view.ts';

const v4 = { source: '192.0.2.1', destination: '192.0.2.2' };
const v6 = { source: '2001:db8::1', destination: '2001:db8::2' };

function segmentBetween(pair: { source: string; destination: string }): Uint8Array {
  return tcpSegment({
    source: { address: pair.source, port: 1000 },
    destination: { address: pair.destination, port: 2000 },
    seqNumber: 5,
    flags: 0x10,
    payload: Uint8Array.of(1, 2, 3),
  });
}

const tcp4 = { ...v4, protocol: Protocol.tcp, payload: segmentBetween(v4) };
const tcp6 = { ...v6, protocol: Protocol.tcp, payload: segmentBetween(v6) };

function viewOf(packet: Uint8Array, captured: number = packet.length): FrameView {
  const view = new FrameView();
  view.decode(packet, 0, captured, LinkType.rawIp, packet.length);
  return view;
}

describe('IPv4', () => {
  it('is decoded as it was built, with a right checksum', () => {
    fc.assert(
      fc.property(
        fc.record({
          ttl: fc.integer({ min: 0, max: 0xff }),
          id: fc.integer({ min: 0, max: 0xffff }),
          trafficClass: fc.integer({ min: 0, max: 0xff }),
          dontFragment: fc.boolean(),
          moreFragments: fc.boolean(),
          fragmentOffset: fc.integer({ min: 0, max: 0x1fff }).map((units) => units * 8),
          options: fc.uint8Array({ maxLength: 40 }),
        }),
        (fields) => {
          const view = viewOf(ipv4Packet({ ...tcp4, ...fields }));
          const { options, id, ...same } = fields;
          const ipHeaderLength = 20 + 4 * Math.ceil(options.length / 4);
          expect(view).toMatchObject({
            ...same,
            ipId: id,
            ipHeaderLength,
            ipTotalLength: ipHeaderLength + 23,
            problem: null,
          });
          expect(view.kind).toBe(fields.fragmentOffset === 0 ? 'tcp' : 'ip');
          expect(ipv4HeaderChecksumOk(view)).toBe(true);
        },
      ),
    );
  });

  it('has a wrong checksum when a byte was changed', () => {
    const packet = ipv4Packet(tcp4);
    packet[8]! ^= 1;
    expect(ipv4HeaderChecksumOk(viewOf(packet))).toBe(false);
  });

  it('fragments do not tell a TCP checksum, and only the first has a TCP header', () => {
    const first = viewOf(ipv4Packet({ ...tcp4, moreFragments: true }));
    expect(first).toMatchObject({ kind: 'tcp', moreFragments: true, srcPort: 1000 });
    expect(tcpChecksum(first)).toBe('unknown');
    const later = viewOf(ipv4Packet({ ...tcp4, fragmentOffset: 24 }));
    expect(later).toMatchObject({ kind: 'ip', fragmentOffset: 24, problem: null, srcPort: 0 });
  });

  it('captured up to the end of its header has that, and no more', () => {
    const packet = ipv4Packet({ ...tcp4, options: new Uint8Array(4) });
    const view = viewOf(packet, 24);
    expect(view).toMatchObject({ kind: 'ip', problem: 'truncated-tcp-header', ipHeaderLength: 24 });
    expect(ipv4HeaderChecksumOk(view)).toBe(true);
    expect(ipv4HeaderChecksumOk(viewOf(packet, 23))).toBe(false);
  });

  it('with another protocol is IP and no problem', () => {
    const view = viewOf(ipv4Packet({ ...v4, protocol: Protocol.udp, payload: new Uint8Array(8) }));
    expect(view).toMatchObject({ kind: 'ip', protocol: 17, problem: null, ipHeaderLength: 20 });
    expect(view.sourceAddress()).toBe(v4.source);
  });

  it('has no ICMPv6 in it', () => {
    const view = viewOf(ipv4Packet({ ...v4, protocol: Protocol.icmpv6, payload: new Uint8Array(60) }));
    expect(view.kind).toBe('ip');
  });

  function spoilt(at: number, value: number): Uint8Array {
    const packet = ipv4Packet(tcp4);
    packet[at] = value;
    return packet;
  }

  it.each([
    ['a capture of 19 bytes', ipv4Packet(tcp4), 19, 'truncated-ip-header'],
    ['a header length of 16', spoilt(0, 0x44), 43, 'bad-ip-header-length'],
    ['a total length below its header', spoilt(3, 19), 43, 'bad-ip-length'],
    [
      'a total length of 0 and nothing behind the header',
      ipv4Packet({ ...tcp4, totalLength: 0 }).subarray(0, 20),
      20,
      'bad-ip-length',
    ],
  ])('with %s is not IP', (_, packet, captured, problem) => {
    const view = viewOf(packet, captured);
    expect(view).toMatchObject({ kind: 'other', problem, ipVersion: 0, protocol: -1, addressLength: 0 });
  });

  it('cut short within its options keeps its addresses', () => {
    const view = viewOf(ipv4Packet({ ...tcp4, options: new Uint8Array(8).fill(1) }), 27);
    expect(view).toMatchObject({ kind: 'ip', problem: 'truncated-ip-header', protocol: 6 });
    expect(view.destinationAddress()).toBe(v4.destination);
  });
});

function fragment(offset: number, more: boolean): Ipv6Extension {
  // the two reserved bits are set and must not matter
  const word = offset | 0x6 | (more ? 1 : 0);
  return {
    protocol: 44,
    body: Uint8Array.of(word >>> 8, word & 0xff, 0xde, 0xad, 0xbe, 0xef),
  };
}

describe('IPv6', () => {
  const padding: Ipv6Extension = {
    protocol: Protocol.destinationOptions,
    body: Uint8Array.of(1, 4, 0, 0, 0, 0),
  };
  const hopByHop: Ipv6Extension = { ...padding, protocol: Protocol.hopByHop };
  const routing: Ipv6Extension = { protocol: Protocol.routing, body: new Uint8Array(22) };

  it('is decoded as it was built', () => {
    const view = viewOf(ipv6Packet({ ...tcp6, hopLimit: 3, trafficClass: 0xb9, flowLabel: 0xfffff }));
    expect(view).toMatchObject({
      kind: 'tcp',
      problem: null,
      ttl: 3,
      trafficClass: 0xb9,
      ipId: -1,
      ipHeaderLength: 40,
      ipTotalLength: 63,
      payloadLength: 3,
    });
  });

  it('is decoded behind any number of extension headers, up to 16', () => {
    const headers = fc.array(fc.constantFrom(padding, hopByHop, routing), { maxLength: 16 });
    fc.assert(
      fc.property(headers, (extensions) => {
        const view = viewOf(ipv6Packet({ ...tcp6, extensions }));
        const bytes = extensions.reduce((sum, each) => sum + 2 + each.body.length, 0);
        expect(view).toMatchObject({
          kind: 'tcp',
          problem: null,
          ipHeaderLength: 40 + bytes,
          seqNumber: 5,
          payloadLength: 3,
        });
      }),
    );
  });

  it.each([0, 43, 60, 135, 139, 140])('is decoded behind an extension header of kind %i', (protocol) => {
    const view = viewOf(ipv6Packet({ ...tcp6, extensions: [{ ...padding, protocol }] }));
    expect(view).toMatchObject({ kind: 'tcp', ipHeaderLength: 48 });
  });

  it('is not looked into behind ESP', () => {
    const view = viewOf(ipv6Packet({ ...tcp6, extensions: [padding, { ...padding, protocol: 50 }] }));
    expect(view).toMatchObject({ kind: 'ip', problem: null, protocol: 50, ipHeaderLength: 48 });
  });

  it('with more than 16 extension headers is given up', () => {
    const extensions = Array.from({ length: 17 }, () => padding);
    const view = viewOf(ipv6Packet({ ...tcp6, extensions }));
    expect(view).toMatchObject({ kind: 'ip', problem: 'too-many-extension-headers' });
    expect(viewOf(ipv6Packet({ ...tcp6, extensions: extensions.slice(1) })).kind).toBe('tcp');
  });

  it('is decoded behind an authentication header, whose length counts otherwise', () => {
    const packet = ipv6Packet({
      ...tcp6,
      extensions: [{ protocol: 51, body: new Uint8Array(22) }],
    });
    // 24 bytes are 6 words, written less 2
    packet[41] = 4;
    expect(viewOf(packet)).toMatchObject({ kind: 'tcp', ipHeaderLength: 64 });
  });

  it('fragments tell offset and identification; only the first has a TCP header', () => {
    const first = viewOf(ipv6Packet({ ...tcp6, extensions: [fragment(0, true)] }));
    expect(first).toMatchObject({ kind: 'tcp', moreFragments: true, fragmentOffset: 0, ipId: 0xdeadbeef });
    const later = viewOf(ipv6Packet({ ...tcp6, extensions: [fragment(1448, false), padding] }));
    expect(later).toMatchObject({
      kind: 'ip',
      moreFragments: false,
      fragmentOffset: 1448,
      protocol: Protocol.destinationOptions,
      problem: null,
    });
  });

  it('fragments leave no identification behind', () => {
    const view = viewOf(ipv6Packet({ ...tcp6, extensions: [fragment(0, true)] }));
    const whole = ipv6Packet(tcp6);
    view.decode(whole, 0, whole.length, LinkType.rawIp);
    expect(view).toMatchObject({ kind: 'tcp', ipId: -1, moreFragments: false });
  });

  it('jumbograms tell their length in an option', () => {
    const jumbo: Ipv6Extension = { protocol: Protocol.hopByHop, body: Uint8Array.of(0xc2, 4, 0, 2, 0, 0) };
    const packet = ipv6Packet({ ...tcp6, extensions: [jumbo], payloadLength: 0 });
    expect(viewOf(packet)).toMatchObject({
      kind: 'tcp',
      ipTotalLength: 40 + 0x20000,
      ipLengthInferred: false,
      payloadLength: 0x20000 - 8 - 20,
    });
  });

  it('with no stated length takes the length of the frame', () => {
    const view = viewOf(ipv6Packet({ ...tcp6, payloadLength: 0 }), 60);
    expect(view).toMatchObject({ kind: 'tcp', ipLengthInferred: true, payloadLength: 3, payloadCaptured: 0 });
  });

  it('cut short says so', () => {
    const packet = ipv6Packet({ ...tcp6, extensions: [padding, routing] });
    expect(viewOf(packet, 39)).toMatchObject({ kind: 'other', problem: 'truncated-ip-header' });
    expect(viewOf(packet, 72)).toMatchObject({ kind: 'ip', problem: 'truncated-tcp-header' });
    for (const captured of [40, 47, 48, 71]) {
      const view = viewOf(packet, captured);
      expect(view).toMatchObject({ kind: 'ip', problem: 'truncated-extension-header' });
      expect(view.sourceAddress()).toBe(v6.source);
      // the same where the array ends with the capture
      expect(viewOf(packet.slice(0, captured)).problem).toBe('truncated-extension-header');
    }
  });

  it('that claims to be shorter than its headers is not looked into', () => {
    const view = viewOf(ipv6Packet({ ...tcp6, extensions: [padding], payloadLength: 7 }));
    expect(view).toMatchObject({ kind: 'ip', problem: 'bad-ip-length' });
  });
});

describe('a chain of IPv6 extension headers', () => {
  const padding: Ipv6Extension = { protocol: Protocol.destinationOptions, body: new Uint8Array(6) };

  it('lists those that the frame view steps over', () => {
    const kinds = fc.constantFrom(0, 43, 60, 135, 139, 140);
    const headers = fc.array(fc.record({ protocol: kinds, body: fc.uint8Array({ maxLength: 30 }) }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(headers, (extensions) => {
        const packet = ipv6Packet({ ...tcp6, extensions });
        const chain = extensionChain(packet, 40, packet.length, packet[6]!);
        expect(chain.headers.map(({ protocol }) => protocol)).toEqual(
          extensions.map(({ protocol }) => protocol),
        );
        expect(chain.headers.map(({ offset }) => offset)).toEqual(
          chain.headers.map((_, index) =>
            chain.headers.slice(0, index).reduce((sum, { lengthBytes }) => sum + lengthBytes, 40),
          ),
        );
        expect(chain).toMatchObject({ protocol: Protocol.tcp, offset: viewOf(packet).tcpOffset });
      }),
    );
  });

  it('ends where it is cut off', () => {
    const packet = ipv6Packet({ ...tcp6, extensions: [padding, { protocol: 60, body: new Uint8Array(14) }] });
    for (let end = 48; end < 64; end += 1)
      expect(extensionChain(packet, 40, end, 60)).toMatchObject({
        headers: [{ protocol: 60, offset: 40, lengthBytes: 8 }],
        protocol: -1,
        offset: 48,
      });
    expect(extensionChain(packet, 40, 64, 60)).toMatchObject({ protocol: Protocol.tcp, offset: 64 });
  });

  it('goes on behind the first fragment only', () => {
    const first = ipv6Packet({ ...tcp6, extensions: [fragment(0, true), padding] });
    expect(extensionChain(first, 40, first.length, 44)).toMatchObject({ protocol: Protocol.tcp, offset: 56 });
    const later = ipv6Packet({ ...tcp6, extensions: [fragment(8, false), padding] });
    expect(extensionChain(later, 40, later.length, 44)).toMatchObject({ protocol: -1, offset: 48 });
  });
});
