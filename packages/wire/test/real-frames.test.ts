/** Frames that Linux 6.18 sent over its loopback interface, and what tcpdump says of them. */
import { describe, expect, it } from 'vitest';
import { arpReply, arpRequest } from '../src/emit/arp.ts';
import { ethernetFrame } from '../src/emit/ethernet.ts';
import { icmpError } from '../src/emit/icmp.ts';
import type { TcpPacketSpec } from '../src/emit/tcp.ts';
import { tcpPacket } from '../src/emit/tcp.ts';
import { ipv4HeaderChecksumOk, tcpChecksum } from '../src/frame/checksum.ts';
import { TcpFlag } from '../src/frame/tcp-flags.ts';
import { FrameView } from '../src/frame/view.ts';

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function viewOf(frame: Uint8Array): FrameView {
  const view = new FrameView();
  view.decode(frame, 0, frame.length, 1);
  return view;
}

const loopback = new Uint8Array(6);

const syn4 = bytesOf(
  '0000 0000 0000 0000 0000 0000 0800 4500 003c a6f7 4000 4006 95c2 7f00 0001 7f00' +
    '0001 ad20 b807 7f08 19f6 0000 0000 a002 ffd7 fe30 0000 0204 ffd7 0402 080a 2d81 41bd 0000 0000 0103 030a',
);
const syn6 = bytesOf(
  '0000 0000 0000 0000 0000 0000 86dd 6008 bb77 0028 0640 0000 0000 0000 0000 0000 0000 0000 0001 0000 0000' +
    '0000 0000 0000 0000 0000 0001 e878 b807 df6c becd 0000 0000 a002 ffc4 0030 0000 0204 ffc4 0402 080a a9d7' +
    'b15e 0000 0000 0103 030a',
);
const data4 = bytesOf(
  '0000 0000 0000 0000 0000 0000 0800 4500 003a a6f9 4000 4006 95c2 7f00 0001 7f00 0001 ad20 b807 7f08 19f7' +
    '30fb 9b44 8018 0040 fe2e 0000 0101 080a 2d81 41bd 5631 da1b 6865 6c6c 6f0a',
);
const unreachable4 = bytesOf(
  '0000 0000 0000 0000 0000 0000 0800 45c0 0039 42dd 0000 4001 3925 7f00 0001 7f00 0001 0303 f4c3 0000 0000' +
    '4500 001d 531a 4000 4011 e9b3 7f00 0001 7f00 0001 da09 b808 0009 fe1c 78',
);
const unreachable6 = bytesOf(
  '0000 0000 0000 0000 0000 0000 86dd 6001 5148 0039 3a40 0000 0000 0000 0000 0000 0000 0000 0001 0000 0000' +
    '0000 0000 0000 0000 0000 0001 0104 1536 0000 0000 600c 80c3 0009 1140 0000 0000 0000 0000 0000 0000 0000' +
    '0001 0000 0000 0000 0000 0000 0000 0000 0001 c707 b808 0009 001c 78',
);

const synSpec4: TcpPacketSpec = {
  source: { address: '127.0.0.1', port: 44320 },
  destination: { address: '127.0.0.1', port: 47111 },
  seqNumber: 2131237366,
  flags: TcpFlag.SYN,
  window: 65495,
  ipId: 42743,
  options: [
    { kind: 'mss', bytes: 65495 },
    { kind: 'sack-permitted' },
    { kind: 'timestamps', value: 763445693, echo: 0 },
    { kind: 'nop' },
    { kind: 'window-scale', shift: 10 },
  ],
};

describe('frames from a kernel', () => {
  it('SYN over IPv4', () => {
    const view = viewOf(syn4);
    expect(view).toMatchObject({
      kind: 'tcp',
      problem: null,
      ttl: 64,
      ipId: 42743,
      dontFragment: true,
      ipTotalLength: 60,
      srcPort: 44320,
      dstPort: 47111,
      seqNumber: 2131237366,
      ackNumber: 0,
      flags: 0x02,
      window: 65495,
      headerLengthBytes: 40,
      payloadLength: 0,
    });
    expect(view.sourceAddress()).toBe('127.0.0.1');
    expect(view.options()).toMatchObject({
      mss: 65495,
      sackPermitted: true,
      hasTimestamps: true,
      timestampValue: 763445693,
      timestampEcho: 0,
      windowScale: 10,
      problem: null,
    });
    expect(ipv4HeaderChecksumOk(view)).toBe(true);
    expect(tcpChecksum(view)).toBe('offloaded');
  });

  it('SYN over IPv6', () => {
    const view = viewOf(syn6);
    expect(view).toMatchObject({
      kind: 'tcp',
      ttl: 64,
      ipTotalLength: 80,
      seqNumber: 3748445901,
      window: 65476,
    });
    expect(view.options()).toMatchObject({ mss: 65476, timestampValue: 2849485150, windowScale: 10 });
    expect(view.destinationAddress()).toBe('::1');
    expect(tcpChecksum(view)).toBe('offloaded');
  });

  it('data', () => {
    const view = viewOf(data4);
    expect(view).toMatchObject({
      flags: 0x18,
      seqNumber: 2131237367,
      ackNumber: 821795652,
      window: 64,
      payloadLength: 6,
    });
    const payload = data4.subarray(view.payloadOffset, view.payloadOffset + view.payloadCaptured);
    expect(new TextDecoder().decode(payload)).toBe('hello\n');
    expect(view.options()).toMatchObject({ timestampValue: 763445693, timestampEcho: 1446107675 });
  });

  it('port unreachable of either version', () => {
    const four = viewOf(unreachable4);
    expect(four).toMatchObject({ kind: 'icmp', problem: null, trafficClass: 0xc0, dontFragment: false });
    expect(four.icmp).toMatchObject({
      type: 3,
      code: 3,
      isError: true,
      quotedIpId: 21274,
      quotedProtocol: 17,
      quotedSrcPort: 55817,
      quotedDstPort: 47112,
      quotedSeqNumber: -1,
    });
    const six = viewOf(unreachable6);
    expect(six).toMatchObject({ kind: 'icmp', problem: null });
    expect(six.icmp).toMatchObject({
      type: 1,
      code: 4,
      isError: true,
      quotedSrcPort: 50951,
      quotedDstPort: 47112,
    });
    expect(six.icmp.quotedSourceAddress()).toBe('::1');
  });
});

describe('built frames are those of the kernel, byte for byte', () => {
  it('SYN over IPv4, with the checksum that tcpdump computes', () => {
    const frame = ethernetFrame({ payload: tcpPacket(synSpec4), source: loopback, destination: loopback });
    const right = syn4.slice();
    right.set([0xe2, 0x99], 14 + 20 + 16);
    expect(hexOf(frame)).toBe(hexOf(right));
    const offloaded = tcpPacket({ ...synSpec4, checksum: 0xfe30 });
    expect(hexOf(offloaded)).toBe(hexOf(syn4.subarray(14)));
  });

  it('SYN over IPv6, but for its flow label', () => {
    const packet = tcpPacket({
      ...synSpec4,
      source: { address: '::1', port: 59512 },
      destination: { address: '::1', port: 47111 },
      seqNumber: 3748445901,
      window: 65476,
      options: [
        { kind: 'mss', bytes: 65476 },
        { kind: 'sack-permitted' },
        { kind: 'timestamps', value: 2849485150, echo: 0 },
        { kind: 'nop' },
        { kind: 'window-scale', shift: 10 },
      ],
    });
    const right = syn6.slice(14);
    right.set([0xb4, 0x34], 40 + 16);
    right.set([0x60, 0, 0, 0], 0);
    expect(hexOf(packet)).toBe(hexOf(right));
  });

  it('port unreachable of either version, the message within', () => {
    const four = icmpError({
      source: '127.0.0.1',
      destination: '127.0.0.1',
      type: 3,
      code: 3,
      quoted: unreachable4.subarray(14 + 28),
    });
    expect(hexOf(four.subarray(20))).toBe(hexOf(unreachable4.subarray(14 + 20)));
    const six = icmpError({
      source: '::1',
      destination: '::1',
      type: 1,
      code: 4,
      quoted: unreachable6.subarray(14 + 48),
    });
    expect(hexOf(six.subarray(40))).toBe(hexOf(unreachable6.subarray(14 + 40)));
  });
});

describe('built ARP messages are those of RFC 826', () => {
  it.each([
    ['request', arpRequest, '0001'],
    ['reply', arpReply, '0002'],
  ] as const)('%s', (_, build, operation) => {
    const message = build({
      sender: '10.0.0.1',
      target: '10.0.0.2',
      senderHardware: bytesOf('0a0b0c0d0e0f'),
      targetHardware: bytesOf('1a1b1c1d1e1f'),
    });
    expect(hexOf(message)).toBe(`000108000604${operation}0a0b0c0d0e0f0a0000011a1b1c1d1e1f0a000002`);
  });
});
