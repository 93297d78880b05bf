import {
  ipv4HeaderChecksumOk,
  ipv4Packet,
  type Ipv6Extension,
  ipv6Packet,
  parseAddress,
  Protocol,
  tcpChecksum,
  TcpFlag,
  tcpPacket,
  tcpSegment,
} from '@halfopen/wire';
import { describe, expect, it } from 'vitest';
import { contains, ends, hidden, viewOf } from './support/hidden.ts';

function tcpOptionsAfter(version: 4 | 6, options: readonly number[]): number[] {
  const [address, other] = ends[version];
  const packet = tcpPacket({
    source: { address, port: 40_000 },
    destination: { address: other, port: 443 },
    seqNumber: 7,
    flags: TcpFlag.ACK,
    options: [{ kind: 'raw', bytes: Uint8Array.from(options) }],
  });
  const view = viewOf(hidden(packet));
  expect(tcpChecksum(view)).toBe('good');
  return [...view.data.subarray(view.tcpOffset + 20, view.payloadOffset)];
}

describe('options', () => {
  const address = [...parseAddress(ends[4][2])];

  it.each([
    ['maximum segment size', [2, 4, 5, 180]],
    ['window scale, SACK permitted, padding', [3, 3, 7, 4, 2, 1, 1, 0]],
    ['SACK', [1, 1, 5, 10, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['timestamps', [8, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1]],
    ['Fast Open', [34, 6, 1, 2, 3, 4, 1, 1]],
    ['user timeout', [28, 4, 1, 2]],
    ['MPTCP of other kinds', [30, 12, 0x01, 0x81, 1, 2, 3, 4, 5, 6, 7, 8, 30, 4, 0x40, 2]],
  ])('of TCP that cannot hold an address stay: %s', (_name, options) => {
    expect(tcpOptionsAfter(4, options)).toEqual(options);
  });

  it.each([
    ['MPTCP ADD_ADDR', [30, 8, 0x34, 2, ...address], [30, 8, 0x34, 2, 0, 0, 0, 0]],
    [
      'MPTCP ADD_ADDR with port',
      [30, 10, 0x34, 2, ...address, 1, 187, 1, 1],
      [30, 10, 0x34, 2, 0, 0, 0, 0, 0, 0, 1, 1],
    ],
    ['MPTCP of a kind not known', [30, 8, 0xf1, 2, ...address], [30, 8, 0xf1, 0, 0, 0, 0, 0]],
    ['one that a balancer puts in', [254, 8, 1, 187, ...address], [254, 8, 0, 0, 0, 0, 0, 0]],
    ['one of a known kind with another length', [28, 6, ...address, 1, 1], [28, 6, 0, 0, 0, 0, 1, 1]],
    ['what is behind their end', [1, 0, ...address, 9, 9], [1, 0, 0, 0, 0, 0, 0, 0]],
    ['what is behind a length that cannot be', [77, 1, ...address, 9, 9], [77, 1, 0, 0, 0, 0, 0, 0]],
    ['what is behind a length beyond their end', [77, 200, ...address, 9, 9], [77, 200, 0, 0, 0, 0, 0, 0]],
  ])('of TCP are blanked otherwise: %s', (_name, options, blanked) => {
    expect(tcpOptionsAfter(6, options)).toEqual(blanked);
  });

  it('of IPv4 are blanked', () => {
    const packet = ipv4Packet({
      source: ends[4][0],
      destination: ends[4][1],
      protocol: Protocol.tcp,
      payload: new Uint8Array(20).fill(0x50),
      options: Uint8Array.of(
        1,
        7,
        7,
        8,
        ...address,
        131,
        7,
        4,
        ...address,
        148,
        4,
        0,
        0,
        68,
        8,
        5,
        1,
        ...address,
      ),
    });
    const view = viewOf(hidden(packet));
    expect(ipv4HeaderChecksumOk(view)).toBe(true);
    expect([...view.data.subarray(20, view.ipHeaderLength)]).toEqual(
      [
        [1],
        [7, 7, 0, 0, 0, 0, 0],
        [131, 7, 0, 0, 0, 0, 0],
        [148, 4, 0, 0],
        [68, 8, 0, 0, 0, 0, 0, 0],
        [0],
      ].flat(),
    );
  });

  it.each<readonly [string, Ipv6Extension, (address: readonly number[]) => number[]]>([
    [
      'a routing header',
      { protocol: 43, body: Uint8Array.of(4, 1, 0, 0, 0, 0) },
      (each) => [4, 1, 0, 0, 0, 0, ...each],
    ],
    [
      'a home address',
      { protocol: 60, body: Uint8Array.of(1, 2, 0, 0, 201, 16) },
      (each) => [1, 2, 0, 0, 201, 16, ...each],
    ],
    [
      'a mobility header',
      { protocol: 135, body: Uint8Array.of(0, 0, 0, 0, 0, 0) },
      (each) => [0, 0, 0, 0, 0, 0, ...each],
    ],
    [
      'shim6',
      { protocol: 140, body: Uint8Array.of(0, 0, 0, 0, 0, 0) },
      (each) => [0, 0, 0, 0, 0, 0, ...each],
    ],
  ])('of IPv6 lose the address: %s', (_name, { protocol, body }, layout) => {
    const inside = ends[6][2];
    const [source, destination] = ends[6];
    const packet = ipv6Packet({
      source,
      destination,
      protocol: Protocol.tcp,
      payload: tcpSegment({
        source: { address: source, port: 1 },
        destination: { address: destination, port: 2 },
        seqNumber: 7,
        flags: TcpFlag.ACK,
      }),
      extensions: [{ protocol, body: Uint8Array.of(...body, ...parseAddress(inside)) }],
    });
    const view = viewOf(hidden(packet));
    expect(contains(packet, inside)).toBe(true);
    expect(tcpChecksum(view)).toBe('good');
    expect([...view.data.subarray(42, view.tcpOffset)]).toEqual(layout(Array(16).fill(0)));
  });

  it('of a jumbogram keep its length', () => {
    const packet = ipv6Packet({
      source: ends[6][0],
      destination: ends[6][1],
      protocol: Protocol.tcp,
      payload: new Uint8Array(20).fill(0x50),
      extensions: [{ protocol: 0, body: Uint8Array.of(0xc2, 4, 0, 1, 0, 28) }],
      payloadLength: 0,
    });
    expect([...hidden(packet).subarray(40, 48)]).toEqual([6, 0, 0xc2, 4, 0, 1, 0, 28]);
  });
});
