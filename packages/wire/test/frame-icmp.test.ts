import { describe, expect, it } from 'vitest';
import { ethernetFrame } from '../src/emit/ethernet.ts';
import { icmpError } from '../src/emit/icmp.ts';
import { ipv4Packet } from '../src/emit/ipv4.ts';
import { ipv6Packet } from '../src/emit/ipv6.ts';
import { tcpPacket, tcpSegment } from '../src/emit/tcp.ts';
import { foldSum, onesComplementSum, pseudoHeaderSum } from '../src/frame/checksum.ts';
import { IcmpType, Icmpv6Type } from '../src/frame/icmp.ts';
import { LinkType } from '../src/frame/link-types.ts';
import { Protocol } from '../src/frame/numbers.ts';
import { FrameView } from '../src/frame/view.ts';

const syn = { seqNumber: 0xfedcba98, flags: 0x02, ipId: 0x1234 };
const ends4 = {
  source: { address: '10.0.0.1', port: 50036 },
  destination: { address: '10.0.9.2', port: 8080 },
};
const ends6 = {
  source: { address: 'fd00::1', port: 50036 },
  destination: { address: 'fd00:9::2', port: 8080 },
};
const quoted4 = tcpPacket({ ...syn, ...ends4 });
const quoted6 = tcpPacket({ ...syn, ...ends6 });
const error4 = { source: '10.0.0.254', destination: '10.0.0.1' };
const error6 = { source: 'fd00::fe', destination: 'fd00::1' };

function viewOf(packet: Uint8Array, captured: number = packet.length): FrameView {
  const view = new FrameView();
  view.decode(packet, 0, captured, LinkType.rawIp, packet.length);
  return view;
}

describe('an ICMPv4 error', () => {
  it('tells the quoted connection from 8 bytes of its header', () => {
    const view = viewOf(icmpError({ ...error4, type: 3, code: 1, quoted: quoted4.subarray(0, 28) }));
    expect(view).toMatchObject({ kind: 'icmp', problem: null, ttl: 64 });
    expect(view.sourceAddress()).toBe('10.0.0.254');
    expect(view.icmp).toMatchObject({
      type: IcmpType.destinationUnreachable,
      code: 1,
      isError: true,
      nextHopMtu: 0,
      quotedIpVersion: 4,
      quotedIpId: 0x1234,
      quotedProtocol: Protocol.tcp,
      quotedSrcPort: 50036,
      quotedDstPort: 8080,
      quotedSeqNumber: 0xfedcba98,
    });
    expect(view.icmp.quotedSourceAddress()).toBe('10.0.0.1');
    expect(view.icmp.quotedDestinationAddress()).toBe('10.0.9.2');
  });

  it('tells the MTU of the next hop', () => {
    const view = viewOf(icmpError({ ...error4, type: 3, code: 4, nextHopMtu: 1280, quoted: quoted4 }));
    expect(view.icmp.nextHopMtu).toBe(1280);
    const other = viewOf(icmpError({ ...error4, type: 3, code: 3, nextHopMtu: 1280, quoted: quoted4 }));
    expect(other.icmp.nextHopMtu).toBe(0);
  });

  it('leaves no MTU behind for the next one', () => {
    const tooBig = icmpError({ ...error4, type: 3, code: 4, nextHopMtu: 1280, quoted: quoted4 });
    const unreachable = icmpError({ ...error4, type: 3, code: 1, quoted: quoted4 });
    const view = viewOf(tooBig);
    view.decode(unreachable, 0, unreachable.length, LinkType.rawIp);
    expect(view.icmp.nextHopMtu).toBe(0);
  });

  it.each([
    [3, true],
    [4, true],
    [5, true],
    [11, true],
    [12, true],
    [0, false],
    [8, false],
  ])('type %i: error is %s', (type, isError) => {
    const view = viewOf(icmpError({ ...error4, type, code: 0, quoted: quoted4 }));
    expect(view.icmp.isError).toBe(isError);
    expect(view.icmp.quotedSrcPort).toBe(isError ? 50036 : -1);
  });

  it('tells what a short quote holds, and no more', () => {
    const packet = icmpError({ ...error4, type: 11, code: 0, quoted: quoted4 });
    // 20 bytes of IP and 8 of ICMP come before the quote
    const at = (quoteBytes: number): FrameView => viewOf(packet, 28 + quoteBytes);
    expect(at(19)).toMatchObject({ problem: 'truncated-icmp-quote', icmp: { quotedIpVersion: 0 } });
    expect(at(23).icmp).toMatchObject({ quotedIpVersion: 4, quotedSrcPort: -1, quotedSeqNumber: -1 });
    expect(at(27).icmp).toMatchObject({ quotedDstPort: 8080, quotedSeqNumber: -1 });
    expect(at(28).icmp.quotedSeqNumber).toBe(0xfedcba98);
    expect(viewOf(packet, 27)).toMatchObject({ kind: 'ip', problem: 'truncated-icmp' });
  });

  it('does not read link-layer padding as a quote', () => {
    const packet = icmpError({ ...error4, type: 3, code: 1, quoted: quoted4.subarray(0, 20) });
    const frame = ethernetFrame({ payload: packet, padTo: 100 });
    const view = new FrameView();
    view.decode(frame, 0, frame.length, LinkType.ethernet);
    expect(view.icmp).toMatchObject({ quotedIpVersion: 4, quotedSrcPort: -1 });
  });

  it('quoting a later fragment has no ports', () => {
    const quoted = ipv4Packet({
      source: '10.0.0.1',
      destination: '10.0.9.2',
      protocol: Protocol.tcp,
      payload: new Uint8Array(20).fill(7),
      fragmentOffset: 1480,
    });
    const view = viewOf(icmpError({ ...error4, type: 11, code: 1, quoted }));
    expect(view.icmp).toMatchObject({ quotedProtocol: Protocol.tcp, quotedSrcPort: -1 });
  });

  it('quoting UDP has ports and no sequence number', () => {
    const quoted = ipv4Packet({
      source: '10.0.0.1',
      destination: '10.0.9.2',
      protocol: Protocol.udp,
      payload: Uint8Array.of(0, 53, 0, 54, 0, 8, 0, 0),
    });
    const view = viewOf(icmpError({ ...error4, type: 3, code: 3, quoted }));
    expect(view.icmp).toMatchObject({ quotedSrcPort: 53, quotedDstPort: 54, quotedSeqNumber: -1 });
  });

  it('is built with a right checksum', () => {
    const packet = icmpError({ ...error4, type: 3, code: 1, quoted: quoted4 });
    expect(foldSum(onesComplementSum(packet, 20, packet.length))).toBe(0xffff);
  });
});

describe('an ICMPv6 error', () => {
  it('tells the quoted connection, and the MTU of the next hop', () => {
    const packet = icmpError({
      ...error6,
      type: Icmpv6Type.packetTooBig,
      code: 0,
      nextHopMtu: 1280,
      quoted: quoted6,
    });
    const view = viewOf(packet);
    expect(view).toMatchObject({ kind: 'icmp', problem: null });
    expect(view.icmp).toMatchObject({
      type: 2,
      isError: true,
      nextHopMtu: 1280,
      quotedIpVersion: 6,
      quotedIpId: -1,
      quotedSrcPort: 50036,
      quotedDstPort: 8080,
      quotedSeqNumber: 0xfedcba98,
    });
    expect(view.icmp.quotedSourceAddress()).toBe('fd00::1');
    expect(view.icmp.quotedDestinationAddress()).toBe('fd00:9::2');
    const pseudo = pseudoHeaderSum(packet, 8, 16, Protocol.icmpv6, packet.length - 40);
    expect(foldSum(onesComplementSum(packet, 40, packet.length, pseudo))).toBe(0xffff);
  });

  it('reads a quote behind extension headers', () => {
    const quoted = ipv6Packet({
      source: 'fd00::1',
      destination: 'fd00:9::2',
      protocol: Protocol.tcp,
      payload: tcpSegment({ ...syn, ...ends6 }),
      extensions: [{ protocol: Protocol.hopByHop, body: Uint8Array.of(1, 4, 0, 0, 0, 0) }],
    });
    const packet = icmpError({ ...error6, type: 1, code: 0, quoted });
    expect(viewOf(packet).icmp).toMatchObject({ quotedProtocol: Protocol.tcp, quotedDstPort: 8080 });
    // 48 bytes before the quote, 40 of its header, 7 of its extension header
    expect(viewOf(packet, 95).icmp).toMatchObject({ quotedIpVersion: 6, quotedDstPort: -1 });
  });

  it.each([
    [0, false],
    [1, true],
    [2, true],
    [3, true],
    [4, true],
    [5, false],
    [128, false],
  ])('type %i: error is %s', (type, isError) => {
    const view = viewOf(icmpError({ ...error6, type, code: 0, nextHopMtu: 9, quoted: quoted6 }));
    expect(view).toMatchObject({ kind: 'icmp', icmp: { type, isError, quotedIpVersion: isError ? 6 : 0 } });
    expect(view.icmp.nextHopMtu).toBe(type === 2 ? 9 : 0);
  });
});
