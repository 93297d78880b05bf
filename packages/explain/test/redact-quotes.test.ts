import {
  icmpError,
  ipv4HeaderChecksumOk,
  ipv4Packet,
  parseAddress,
  Protocol,
  tcpChecksum,
  TcpFlag,
  type TcpOptionSpec,
  tcpPacket,
} from '@halfopen/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressMap } from '../src/index.ts';
import { hideAddresses } from '../src/redact/hide-addresses.ts';
import {
  anySegment,
  anyVersion,
  contains,
  ends,
  hidden,
  packetOf,
  transportResidue,
  viewOf,
} from './support/hidden.ts';

describe('ICMP errors', () => {
  const known: readonly TcpOptionSpec[] = [{ kind: 'mss', bytes: 1460 }];

  function quoting(
    version: 4 | 6,
    payload: Uint8Array,
    cut = Infinity,
    extra: readonly number[] = [],
  ): Uint8Array {
    const [client, server, router] = ends[version];
    const quoted = tcpPacket({
      source: { address: client, port: 40_000 },
      destination: { address: server, port: 443 },
      seqNumber: 0x01020304,
      flags: TcpFlag.ACK,
      options: known,
      payload,
    }).slice(0, cut);
    return icmpError({
      source: router,
      destination: client,
      type: version === 4 ? 3 : 1,
      code: 1,
      quoted: Uint8Array.of(...quoted, ...extra),
    });
  }

  it('hide the addresses of the quote, and all that is behind its TCP header', () => {
    fc.assert(
      fc.property(
        anyVersion,
        fc.uint8Array({ maxLength: 40 }),
        fc.integer({ min: 28, max: 200 }),
        (version, payload, cut) => {
          const packet = quoting(version, payload, cut, cut < 200 ? [] : [...parseAddress(ends[version][2])]);
          const before = viewOf(packet);
          const icmpBefore = { ...before.icmp };
          const after = viewOf(hidden(packet));
          const protocol = version === 4 ? Protocol.icmp : Protocol.icmpv6;
          expect({ ...after.icmp }).toEqual(icmpBefore);
          expect(transportResidue(before, protocol)).toBe(0);
          expect(transportResidue(after, protocol)).toBe(0);
          for (const address of ends[version]) expect(contains(after.data, address)).toBe(false);
          const standIns =
            version === 4 ? ['10.0.0.1', '10.0.0.2', '10.0.0.3'] : ['fd00::1', 'fd00::2', 'fd00::3'];
          expect([after.sourceAddress(), after.destinationAddress()]).toEqual(standIns.slice(0, 2));
          if (after.icmp.quotedIpVersion !== 0) {
            expect(after.icmp.quotedSourceAddress()).toBe(standIns[1]);
            expect(after.icmp.quotedDestinationAddress()).toBe(standIns[2]);
          }
          const header = (version === 4 ? 20 + 8 + 20 : 40 + 8 + 40) + 24;
          expect(after.data.slice(header).every((byte) => byte === 0)).toBe(true);
        },
      ),
    );
  });

  it.each([4, 6] as const)('keep the checksums of a segment that is quoted as a whole (IPv%d)', (version) => {
    const quoteAt = version === 4 ? 28 : 48;
    const packet = quoting(version, Uint8Array.of(9, 8, 7, 6, 5));
    for (const bytes of [packet, hidden(packet)]) {
      const quote = viewOf(bytes.slice(quoteAt));
      expect(tcpChecksum(quote)).toBe('good');
      expect(ipv4HeaderChecksumOk(quote)).toBe(version === 4);
    }
  });

  it.each([
    ['says too little', 30],
    ['says nothing', 0],
    ['is in another byte order', 0x2d00],
  ])('keep the ports of a quote whose length %s', (_name, length) => {
    const packet = quoting(4, new Uint8Array(5));
    packet[30] = length >>> 8;
    packet[31] = length;
    expect(hidden(packet).slice(48, 56)).toEqual(packet.slice(48, 56));
  });

  it('hide the gateway of a redirect', () => {
    const packet = icmpError({
      source: ends[4][2],
      destination: ends[4][0],
      type: 5,
      code: 1,
      nextHopMtu: 0xcb007199,
      quoted: quoting(4, new Uint8Array(0)).slice(28),
    });
    const after = hidden(packet);
    expect(contains(packet, '203.0.113.153')).toBe(true);
    expect([...after.subarray(24, 28)]).toEqual([10, 0, 0, 3]);
    expect(transportResidue(viewOf(after), Protocol.icmp)).toBe(0);
  });

  it('about anything else keep no more than its IP header', () => {
    const [client, server, router] = ends[4];
    const udp = ipv4Packet({
      source: client,
      destination: server,
      protocol: 17,
      payload: new Uint8Array(30).fill(7),
    });
    const after = hidden(icmpError({ source: router, destination: client, type: 3, code: 3, quoted: udp }));
    expect([...after.subarray(48)]).toEqual(Array(30).fill(0));
    expect(transportResidue(viewOf(after), Protocol.icmp)).toBe(0);
  });
});

function quoteOf(quoted: Uint8Array): Uint8Array {
  const version = quoted[0]! >>> 4 === 4 ? 4 : 6;
  const [source, destination] = ends[version];
  return icmpError({ source, destination, type: version === 4 ? 3 : 1, code: 0, quoted });
}

describe('hostile frames', () => {
  it('are rewritten without a byte beyond the capture, and still decode as they did', () => {
    const spoilt = fc.tuple(
      fc.oneof(
        anySegment.map(packetOf),
        anySegment.map((each) => quoteOf(packetOf(each))),
      ),
      fc.array(fc.tuple(fc.nat(150), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
      fc.nat(200),
    );
    fc.assert(
      fc.property(spoilt, ([packet, changes, captured]) => {
        for (const [at, value] of changes) if (at < packet.length) packet[at] = value;
        const end = Math.min(captured, packet.length);
        const view = viewOf(packet.slice(), end);
        const told = JSON.stringify({ ...view, data: null });
        const before = view.data.slice();
        hideAddresses(view, new AddressMap());
        expect(view.data.slice(end)).toEqual(before.slice(end));
        // of a quote that no connection can be found for nothing need be left
        const { quotedProtocol, quotedDstPort } = view.icmp;
        if (view.kind === 'icmp' && (quotedProtocol !== Protocol.tcp || quotedDstPort < 0)) return;
        expect(JSON.stringify({ ...viewOf(view.data, end), data: null })).toBe(told);
      }),
      { numRuns: 1000 },
    );
  });
});
