import { describe, expect, it } from 'vitest';
import type { SegmentKind, Side } from '@halfopen/catalogue';
import { joinVantages } from '../src/observe/join.ts';
import type { SeenPacket } from '../src/observe/record.ts';

const MS = 1_000_000;

function seen(by: Side, type: SegmentKind, atMs: number, more: Partial<SeenPacket> = {}): SeenPacket {
  return {
    frame: 1,
    atNs: atMs * MS,
    by,
    type,
    retransmitted: false,
    seq: 0,
    ack: null,
    lengthBytes: 0,
    windowBytes: 0,
    ttl: 64,
    identity: `${by} ${type}`,
    ...more,
  };
}

function data(atMs: number, retransmitted: boolean): SeenPacket {
  const identity = `data ${atMs}`;
  return seen('client', 'DATA', atMs, { seq: 1, lengthBytes: 6, retransmitted, identity });
}

describe('joining what three vantages saw', () => {
  it('gives one event a packet, with its way through the router', () => {
    const events = joinVantages({
      client: [seen('client', 'SYN', 0), seen('server', 'SYN-ACK', 20, { frame: 2 })],
      middle: [seen('client', 'SYN', 10), seen('server', 'SYN-ACK', 10, { frame: 2 })],
      server: [seen('client', 'SYN', 10), seen('server', 'SYN-ACK', 10, { frame: 2 })],
    });
    expect(events).toMatchObject([
      { from: 'client', to: 'server', type: 'SYN', atNs: 0, middleNs: 10 * MS, arrivedNs: 10 * MS },
      { from: 'server', to: 'client', type: 'SYN-ACK', atNs: 10 * MS, arrivedNs: 20 * MS },
    ]);
    expect(events[1]?.frames).toEqual({ client: 2, middle: 2, server: 2 });
  });

  it('keeps a lost packet apart from its repetition that arrived', () => {
    const events = joinVantages({
      client: [seen('server', 'SYN-ACK', 1020)],
      middle: [seen('server', 'SYN-ACK', 1010)],
      server: [seen('server', 'SYN-ACK', 0), seen('server', 'SYN-ACK', 1010, { retransmitted: true })],
    });
    expect(events.map(({ arrivedNs, retransmission }) => [arrivedNs, retransmission])).toEqual([
      [null, 0],
      [1020 * MS, 1],
    ]);
  });

  it('counts repetitions of the same bytes', () => {
    const events = joinVantages({
      client: [data(0, false), data(200, true), data(600, true)],
      middle: [],
      server: [],
    });
    expect(events.map(({ retransmission }) => retransmission)).toEqual([0, 1, 2]);
  });
});
