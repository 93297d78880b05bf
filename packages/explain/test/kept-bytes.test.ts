import { FrameView, icmpError, LinkType, TcpFlag, tcpPacket } from '@halfopen/wire';
import { describe, expect, it } from 'vitest';
import { keptBytes } from '../src/packets/kept-bytes.ts';

const SECRET = 'password=hunter2';
const segment = tcpPacket({
  source: { address: '10.0.0.1', port: 40_000 },
  destination: { address: '10.0.0.2', port: 80 },
  seqNumber: 1,
  ackNumber: 1,
  flags: TcpFlag.ACK | TcpFlag.PSH,
  window: 500,
  payload: new TextEncoder().encode(SECRET),
});
const error = icmpError({ source: '10.0.0.9', destination: '10.0.0.1', type: 3, code: 1, quoted: segment });
const TCP_CHECKSUM = 36;
const ICMP_CHECKSUM = 22;
const QUOTED_CHECKSUM = 28 + TCP_CHECKSUM;

function kept(packet: Uint8Array, how: Parameters<typeof keptBytes>[1]): Uint8Array {
  const view = new FrameView();
  view.decode(packet, 0, packet.length, LinkType.rawIp);
  return keptBytes(view, how);
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

describe('the bytes that are kept of a packet', () => {
  it.each([
    ['a segment', segment],
    ['what an ICMP error quotes', error],
  ])('have no payload of %s, or as much as is wanted', (_what, packet) => {
    expect(text(packet)).toContain(SECRET);
    expect(text(kept(packet, { payload: 0 }))).not.toContain('p');
    expect(kept(packet, { payload: 0 })).toHaveLength(packet.length - SECRET.length);
    expect(text(kept(packet, { payload: 4 })).endsWith('pass')).toBe(true);
    expect(kept(packet, { payload: 1000 })).toEqual(packet);
  });

  it.each([
    ['a segment', segment, TCP_CHECKSUM],
    ['an ICMP error', error, ICMP_CHECKSUM],
    ['what an ICMP error quotes', error, QUOTED_CHECKSUM],
  ])('do not tell of %s by a checksum what was left out', (_what, packet, at) => {
    const sum = (bytes: Uint8Array): number => bytes[at]! * 256 + bytes[at + 1]!;
    expect(sum(kept(packet, { payload: 0 }))).toBe(sum(packet));
    expect(sum(kept(packet, { payload: 0, forOthers: true }))).toBe(0);
    expect(sum(kept(packet, { payload: 1000, forOthers: true }))).toBe(sum(packet));
  });
});
