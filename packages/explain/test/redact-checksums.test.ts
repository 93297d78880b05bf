import {
  foldSum,
  ipv4HeaderChecksumOk,
  parseAddress,
  Protocol,
  pseudoHeaderSum,
  tcpChecksum,
  TcpFlag,
  tcpPacket,
} from '@halfopen/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anySegment,
  ends,
  headerResidue,
  hidden,
  packetOf,
  type Segment,
  transportResidue,
  viewOf,
} from './support/hidden.ts';

const packetSpec = {
  source: { address: ends[4][0], port: 40_000 },
  destination: { address: ends[4][1], port: 443 },
  seqNumber: 7,
  flags: TcpFlag.ACK,
};

const exampleSegment: Segment = {
  version: 4,
  from: () => parseAddress(ends[4][0]),
  to: () => parseAddress(ends[4][1]),
  payload: new Uint8Array(3),
  options: new Uint8Array(0),
  ipOptions: new Uint8Array(0),
  flags: TcpFlag.ACK,
  wrong: null,
};

describe('checksums of a frame whose addresses are hidden', () => {
  it('that were right stay right, and wrong ones stay wrong by as much, whatever the segment holds', () => {
    fc.assert(
      fc.property(anySegment, (segment) => {
        const packet = packetOf(segment);
        const before = viewOf(packet);
        const after = viewOf(hidden(packet));
        expect(after.kind).toBe('tcp');
        if (segment.version === 4) expect(headerResidue(after)).toBe(0);
        // one wrong checksum in 65,536 looks as if it had been left to the network card
        fc.pre(tcpChecksum(before) !== 'offloaded' && tcpChecksum(after) !== 'offloaded');
        expect(tcpChecksum(after)).toBe(tcpChecksum(before));
        expect(transportResidue(after, Protocol.tcp)).toBe(transportResidue(before, Protocol.tcp));
      }),
      { numRuns: 500 },
    );
  });

  it('are kept where the capture cut the segment short', () => {
    fc.assert(
      fc.property(anySegment, fc.nat(40), (segment, missing) => {
        const packet = packetOf(segment);
        const captured = packet.length - Math.min(missing, segment.payload.length);
        const before = viewOf(packet);
        const whole = hidden(packet);
        const cut = hidden(packet, captured);
        expect(cut.subarray(0, captured)).toEqual(whole.subarray(0, captured));
        expect(viewOf(cut).payloadCaptured).toBe(before.payloadCaptured);
      }),
    );
  });

  it.each([4, 6] as const)('that the network card was to fill in look so (IPv%d)', (version) => {
    const [address, other] = ends[version];
    const spec = {
      source: { address, port: 40_000 },
      destination: { address: other, port: 443 },
      seqNumber: 7,
      flags: TcpFlag.ACK,
      payload: Uint8Array.of(1, 2, 3),
    };
    const { addressLength, data, sourceAddressOffset, tcpOffset } = viewOf(tcpPacket(spec));
    const length = data.length - tcpOffset;
    const partial = foldSum(pseudoHeaderSum(data, sourceAddressOffset, addressLength, Protocol.tcp, length));
    const offloaded = tcpPacket({ ...spec, checksum: partial });
    expect(tcpChecksum(viewOf(offloaded))).toBe('offloaded');
    expect(tcpChecksum(viewOf(hidden(offloaded)))).toBe('offloaded');
    expect(tcpChecksum(viewOf(hidden(offloaded, tcpOffset + 20)))).toBe('offloaded');

    const unset = hidden(tcpPacket({ ...spec, checksum: 0 }));
    expect([unset[tcpOffset + 16], unset[tcpOffset + 17]]).toEqual([0, 0]);
    expect(tcpChecksum(viewOf(unset))).toBe('bad');
  });

  it('that are right stay right where they are 0', () => {
    const spec = { ...packetSpec, payload: new Uint8Array(2) };
    const checksum = tcpPacket(spec).subarray(36, 38);
    const packet = tcpPacket({ ...spec, payload: checksum });
    expect([...packet.subarray(36, 38)]).toEqual([0, 0]);
    expect(tcpChecksum(viewOf(packet))).toBe('good');
    expect(tcpChecksum(viewOf(hidden(packet)))).toBe('good');
  });

  it('of an IPv4 header that are wrong stay so', () => {
    fc.assert(
      fc.property(anySegment, fc.integer({ min: 0, max: 0xffff }), (segment, checksum) => {
        const packet = packetOf({ ...segment, version: 4 });
        packet[10] = checksum >>> 8;
        packet[11] = checksum;
        const after = hidden(packet);
        expect(ipv4HeaderChecksumOk(viewOf(after))).toBe(ipv4HeaderChecksumOk(viewOf(packet)));
        if (checksum === 0) expect([after[10], after[11]]).toEqual([0, 0]);
        else expect(headerResidue(viewOf(after))).toBe(headerResidue(viewOf(packet)));
      }),
      { examples: [[exampleSegment, 0]] },
    );
  });
});
