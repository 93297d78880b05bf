import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../src/bytes.ts';
import { formatAddress } from '../src/address.ts';
import { ethernetFrame } from '../src/emit/ethernet.ts';
import { ipv4Packet } from '../src/emit/ipv4.ts';
import { tcpPacket, tcpSegment } from '../src/emit/tcp.ts';
import { tcpChecksum } from '../src/frame/checksum.ts';
import { LinkType } from '../src/frame/link-types.ts';
import { TcpFlag } from '../src/frame/tcp-flags.ts';
import { FrameView } from '../src/frame/view.ts';
import { tcpPacketSpec } from './arbitraries.ts';

const client = { address: '10.0.0.1', port: 50036 };
const server = { address: '10.0.0.2', port: 8080 };
const hello = new TextEncoder().encode('hello\n');

function viewOf(frame: Uint8Array, linkType: number = LinkType.ethernet): FrameView {
  const view = new FrameView();
  view.decode(frame, 0, frame.length, linkType);
  return view;
}

describe('a TCP frame', () => {
  it('is decoded as it was built, wherever it lies in a buffer', () => {
    const view = new FrameView();
    fc.assert(
      fc.property(tcpPacketSpec, fc.nat(40), fc.constantFrom(0, 60, 200), (spec, lead, padTo) => {
        const frame = ethernetFrame({ payload: tcpPacket(spec), padTo });
        const data = concatBytes([new Uint8Array(lead).fill(0xff), frame, new Uint8Array(9).fill(0xff)]);
        expect(view.decode(data, lead, frame.length, LinkType.ethernet)).toBe('tcp');
        expect(view.problem).toBeNull();
        const version = spec.source.address.length === 4 ? 4 : 6;
        expect(view).toMatchObject({
          ipVersion: version,
          ttl: spec.ttl,
          trafficClass: spec.trafficClass,
          ipId: version === 4 ? spec.ipId : -1,
          protocol: 6,
          srcPort: spec.source.port,
          dstPort: spec.destination.port,
          seqNumber: spec.seqNumber,
          ackNumber: spec.ackNumber,
          flags: spec.flags,
          window: spec.window,
          urgent: spec.urgent,
          payloadLength: spec.payload?.length,
          payloadCaptured: spec.payload?.length,
        });
        const addressLength = version === 4 ? 4 : 16;
        const { source, destination } = spec;
        expect(view.sourceAddress()).toBe(formatAddress(source.address as Uint8Array, 0, addressLength));
        expect(view.destinationAddress()).toBe(
          formatAddress(destination.address as Uint8Array, 0, addressLength),
        );
        const payload = data.subarray(view.payloadOffset, view.payloadOffset + view.payloadLength);
        expect([...payload]).toEqual([...(spec.payload ?? [])]);
        expect(tcpChecksum(view)).toBe('good');
      }),
    );
  });

  it('keeps its payload length when the capture was cut, and tells what was captured', () => {
    const frame = ethernetFrame({
      payload: tcpPacket({
        source: client,
        destination: server,
        seqNumber: 1,
        flags: TcpFlag.PSH | TcpFlag.ACK,
        payload: new Uint8Array(1000),
      }),
    });
    const view = new FrameView();
    view.decode(frame, 0, 96, LinkType.ethernet, frame.length);
    expect(view).toMatchObject({
      kind: 'tcp',
      problem: null,
      payloadLength: 1000,
      payloadCaptured: 96 - 54,
      wireEnd: frame.length,
    });
  });

  it('does not count link-layer padding as payload', () => {
    const payload = tcpPacket({ source: client, destination: server, seqNumber: 1, flags: TcpFlag.ACK });
    const frame = ethernetFrame({ payload, padTo: 60 });
    expect(frame).toHaveLength(60);
    expect(viewOf(frame)).toMatchObject({ kind: 'tcp', payloadLength: 0, payloadCaptured: 0 });
  });

  it('with no stated IP length takes the length of the frame', () => {
    const segment = tcpSegment({
      source: client,
      destination: server,
      seqNumber: 1,
      flags: TcpFlag.ACK,
      payload: new Uint8Array(70_000),
    });
    const packet = ipv4Packet({
      source: client.address,
      destination: server.address,
      protocol: 6,
      payload: segment,
    });
    const view = new FrameView();
    view.decode(packet, 0, 96, LinkType.rawIp, packet.length);
    expect(view).toMatchObject({ kind: 'tcp', ipLengthInferred: true, payloadLength: 70_000 });
    expect(view.payloadCaptured).toBe(96 - 40);
  });
});

describe('the control bits', () => {
  it('have the values of RFC 9293 section 3.1', () => {
    expect(TcpFlag).toEqual({ FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ECE: 64, CWR: 128 });
    expect(Object.isFrozen(TcpFlag)).toBe(true);
  });
});

describe('a TCP header that cannot be', () => {
  const packet = tcpPacket({
    source: client,
    destination: server,
    seqNumber: 7,
    flags: TcpFlag.ACK,
    options: [{ kind: 'timestamps', value: 1, echo: 2 }],
    payload: hello,
  });

  function withByte(at: number, value: number): Uint8Array {
    const copy = packet.slice();
    copy[at] = value;
    return copy;
  }

  it.each([
    ['cut short by the capture', packet.subarray(0, 39), 'truncated-tcp-header'],
    ['cut short by the IP length', withByte(3, 39), 'truncated-tcp-header'],
    ['whose IP length ends with the IP header', withByte(3, 20), 'truncated-tcp-header'],
    ['with a data offset below 5', withByte(32, 0x40), 'bad-tcp-header-length'],
    ['with a data offset beyond the packet', withByte(32, 0xa0), 'bad-tcp-header-length'],
  ])('%s leaves the IP layer', (_, bytes, problem) => {
    const view = viewOf(bytes, LinkType.rawIp);
    expect(view).toMatchObject({ kind: 'ip', problem, ipVersion: 4, protocol: 6, srcPort: 0, flags: 0 });
  });

  it('captured up to its end lacks nothing', () => {
    const view = new FrameView();
    view.decode(packet, 0, 52, LinkType.rawIp, packet.length);
    expect(view).toMatchObject({ kind: 'tcp', problem: null, payloadLength: 6, payloadCaptured: 0 });
    expect(view.options()).toMatchObject({ hasTimestamps: true, problem: null });
    view.decode(packet, 0, 53, LinkType.rawIp, packet.length);
    expect(view.payloadCaptured).toBe(1);
  });

  it('cut short within its options is decoded without them', () => {
    const view = new FrameView();
    view.decode(packet, 0, 45, LinkType.rawIp, packet.length);
    expect(view).toMatchObject({
      kind: 'tcp',
      problem: 'truncated-tcp-options',
      seqNumber: 7,
      payloadLength: 6,
      payloadCaptured: 0,
    });
    expect(view.options()).toMatchObject({ hasTimestamps: false, problem: 'truncated-options' });
  });
});

describe('the TCP checksum', () => {
  const spec = { source: client, destination: server, seqNumber: 1, flags: TcpFlag.ACK, payload: hello };

  it('is bad when a byte was changed', () => {
    const packet = tcpPacket(spec);
    packet[packet.length - 1]! ^= 1;
    expect(tcpChecksum(viewOf(packet, LinkType.rawIp))).toBe('bad');
  });

  it('is told as offloaded when it holds the sum of the pseudo header', () => {
    // 10.0.0.1 + 10.0.0.2 + protocol 6 + 26 bytes of segment
    const pseudo = 0x0a00 + 0x0001 + 0x0a00 + 0x0002 + 6 + 26;
    const packet = tcpPacket({ ...spec, checksum: pseudo });
    expect(tcpChecksum(viewOf(packet, LinkType.rawIp))).toBe('offloaded');
    const cut = new FrameView();
    cut.decode(packet, 0, 41, LinkType.rawIp);
    expect(tcpChecksum(cut)).toBe('offloaded');
  });

  it('is unknown when not all was captured', () => {
    const view = new FrameView();
    const packet = tcpPacket(spec);
    view.decode(packet, 0, packet.length - 1, LinkType.rawIp);
    expect(tcpChecksum(view)).toBe('unknown');
  });
});

describe('a fresh view', () => {
  it('has no layer', () => {
    const view = new FrameView();
    expect(view).toMatchObject({ kind: 'other', problem: null, ipVersion: 0, vlanId: -1, ipId: -1 });
    expect(view).toMatchObject({ packetType: -1, protocol: -1, seqNumber: 0 });
    expect(view.sourceAddress()).toBe('');
    expect(view.options().mss).toBe(-1);
  });
});

describe('a view that moves on', () => {
  it('forgets the layers that the next frame lacks', () => {
    const options = [{ kind: 'mss', bytes: 1460 }] as const;
    const tcp = tcpPacket({ source: client, destination: server, seqNumber: 7, flags: TcpFlag.SYN, options });
    const view = new FrameView();
    view.decode(tcp, 0, tcp.length, LinkType.rawIp);
    expect(view.options().mss).toBe(1460);
    view.decode(tcp, 0, 10, LinkType.rawIp);
    const untouched = new FrameView();
    untouched.decode(tcp, 0, 10, LinkType.rawIp);
    expect(view).toEqual(untouched);
    expect(view.sourceAddress()).toBe('');
    expect(view.options().mss).toBe(-1);
  });
});
