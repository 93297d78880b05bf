import { seq, seqDiff, TcpFlag } from '@halfopen/wire';
import { expect, test } from 'vitest';
import { byConnection, capture, flagsText } from './captured.ts';
import type { Seen } from './captured.ts';
import type { TruthLine } from '../src/generator/truth.ts';

const connections = byConnection(capture({ seed: 5, connections: 400, bytes: 4_000_000 }));

/** All connections of a kind. */
function ofKind(kind: string): readonly (readonly [TruthLine, readonly Seen[]])[] {
  const found = [...connections].filter(([{ ending }]) => ending === kind);
  expect(found.length).toBeGreaterThan(0);
  return found;
}

function fromClient([line]: readonly [TruthLine, readonly Seen[]], frame: Seen): boolean {
  return frame.source === line.client;
}

/** The frame's distance from the end: 1 is the last. */
function last(frames: readonly Seen[], distance: number = 1): Seen {
  const frame = frames.at(-distance);
  if (frame === undefined) throw new RangeError('too few frames');
  return frame;
}

const seconds = (frames: readonly Seen[]): number[] =>
  frames.slice(1).map(({ time }, index) => Number(time - (frames[index]?.time ?? 0n)) / 1e9);

test.each(['close-unread', 'close-linger0', 'mid-stream-reset', 'idle-keepalive'])(
  '%s ends with the reset of a live socket',
  (kind) => {
    for (const connection of ofKind(kind)) {
      const [, frames] = connection;
      const reset = last(frames);
      const before = frames.findLast((each) => each !== reset && each.source === reset.source);
      expect(flagsText(reset)).toBe('RA');
      expect(reset.window).toBeGreaterThan(0);
      expect(reset.stamp).not.toBeNull();
      if (reset.ipVersion === 4) expect(reset.id).toBe(((before?.id ?? 0) + 1) & 0xffff);
      expect(fromClient(connection, reset)).toBe(kind === 'close-linger0' || kind === 'idle-keepalive');
    }
  },
);

test.each([
  'close-reader-exits',
  'close-finwait2-orphan',
  'close-crash-streaming',
  'lb-idle-race',
  'idle-reboot',
  'nat-idle-reset',
  'close-tw-rst',
  'conn-late-synack',
  'conn-healthcheck-rst',
])('%s ends with a reset of no socket', (kind) => {
  for (const [, frames] of ofKind(kind)) {
    const reset = last(frames);
    expect(flagsText(reset)).toBe('R');
    expect([reset.window, reset.stamp, Math.max(0, reset.id)]).toEqual([0, null, 0]);
    const provoker = frames.findLast((each) => each.source === reset.destination && each.ack === reset.seq);
    expect(provoker).toBeDefined();
  }
});

test.each(['conn-refused', 'conn-fw-reset'])('%s is a SYN and its reset', (kind) => {
  for (const [, frames] of ofKind(kind)) {
    const [syn, reset] = frames;
    expect(frames.map(flagsText)).toEqual(['S', 'RA']);
    expect([reset?.seq, reset?.window, reset?.stamp]).toEqual([0, 0, null]);
    expect(reset?.ack).toBe(seq((syn?.seq ?? 0) + 1));
  }
});

test.each(['nat-idle-reset', 'rst-injected', 'conn-fw-reset'])('%s comes with a foreign TTL', (kind) => {
  const honest = new Map<string, number>();
  for (const [line, frames] of connections)
    for (const frame of frames)
      if (frame.source === line.server && flagsText(frame) === 'SA')
        honest.set(line.server.replace(/:[0-9]+$/, ''), frame.ttl);
  for (const connection of ofKind(kind)) {
    const [line, frames] = connection;
    const own = honest.get(line.server.replace(/:[0-9]+$/, ''));
    const reset = frames.find((frame) => !fromClient(connection, frame) && flagsText(frame).includes('R'));
    expect(reset).toBeDefined();
    if (own !== undefined) expect(reset?.ttl).not.toBe(own);
  }
});

test.each(['send-cut', 'nat-idle-drop', 'close-cut', 'send-pmtu-blackhole'])(
  '%s ends with the same segment again and again, ever more slowly',
  (kind) => {
    for (const connection of ofKind(kind)) {
      const repeats = connection[1].slice(-4);
      expect(new Set(repeats.map((frame) => `${frame.source} ${frame.seq} ${frame.length}`)).size).toBe(1);
      expect(repeats.every((frame) => fromClient(connection, frame))).toBe(true);
      const [first = 0, second = 0, third = 0] = seconds(repeats);
      expect(second).toBeGreaterThan(Math.min(first * 1.8, 115));
      expect(third).toBeGreaterThan(Math.min(second * 1.8, 115));
    }
  },
);

test('send-cut-icmp repeats at an even pace, each repeat answered by an ICMP error', () => {
  for (const connection of ofKind('send-cut-icmp')) {
    const [, frames] = connection;
    const errors = frames.filter(({ kind }) => kind === 'icmp');
    expect(errors.length).toBeGreaterThan(12);
    const sent = frames.filter((frame) => frame.kind === 'tcp').slice(-errors.length);
    expect(new Set(sent.map(({ seq: sequence }) => sequence)).size).toBe(1);
    const waits = seconds(sent);
    expect(Math.max(...waits) / Math.min(...waits)).toBeLessThan(1.2);
  }
});

test('zero window: the server closes its window, and the client asks with one byte below', () => {
  for (const kind of ['send-zero-window', 'send-zero-window-vanish']) {
    for (const connection of ofKind(kind)) {
      const [, frames] = connection;
      const closed = frames.findIndex(
        (frame) => !fromClient(connection, frame) && frame.window === 0 && flagsText(frame) === 'A',
      );
      expect(closed).toBeGreaterThan(0);
      const probes = frames.slice(closed + 1).filter((frame) => fromClient(connection, frame));
      expect(probes.length).toBeGreaterThanOrEqual(5);
      for (const probe of probes) expect(seqDiff(seq(probe.seq), seq(frames[closed]?.ack ?? 0))).toBe(-1);
      expect(fromClient(connection, last(frames))).toBe(kind === 'send-zero-window-vanish');
    }
  }
});

test('conn-acceptq-race-silent repeats its SYN-ACK after the client has sent data', () => {
  for (const [, frames] of ofKind('conn-acceptq-race-silent')) {
    const data = frames.findIndex(({ length }) => length > 0);
    expect(frames.slice(data).filter((frame) => flagsText(frame) === 'SA').length).toBeGreaterThanOrEqual(2);
    expect(frames.some((frame) => frame.length > 0 && frame.source !== frames[0]?.source)).toBe(false);
  }
});

test('lb-idle-race: the FIN acknowledges nothing of the request that had left before', () => {
  for (const connection of ofKind('lb-idle-race')) {
    const [, frames] = connection;
    const fin = frames.findIndex((frame) => (frame.flags & TcpFlag.FIN) !== 0);
    const request = frames.findLastIndex((frame) => frame.length > 0 && fromClient(connection, frame));
    expect(request).toBeLessThan(fin);
    expect(frames[fin]?.ack).toBe(frames[request]?.seq);
  }
});

test('pmtu: short segments pass, one of them is reported behind the gap', () => {
  for (const connection of ofKind('send-pmtu-blackhole')) {
    expect(connection[1].some((frame) => frame.sacks > 0 && !fromClient(connection, frame))).toBe(true);
  }
});

test('healthy closes: both FINs are acknowledged and nothing is reset', () => {
  const healthy = [
    'close-orderly',
    'close-server-first',
    'close-half',
    'close-simultaneous',
    'retransmissions-heal',
    'out-of-order',
    'stall-heals',
    'capture-gaps',
    'zero-window-heals',
    'keepalive-answered',
    'mid-stream-close',
  ];
  for (const kind of healthy) {
    for (const [, frames] of ofKind(kind)) {
      expect(frames.some((frame) => (frame.flags & TcpFlag.RST) !== 0)).toBe(false);
      const fins = frames.filter((frame) => (frame.flags & TcpFlag.FIN) !== 0);
      expect(new Set(fins.map(({ source }) => source)).size, kind).toBe(2);
      for (const fin of fins) {
        const next = seq(fin.seq + fin.length + 1);
        expect(frames.some((frame) => frame.source === fin.destination && frame.ack === next)).toBe(true);
      }
    }
  }
});

test('the client of every ordinary connection counts its IP identification up, and its clock never runs back', () => {
  for (const [line, frames] of connections) {
    const own = frames.filter((frame) => frame.kind === 'tcp' && frame.source === line.client);
    const stamps = own.flatMap(({ stamp }) => (stamp === null ? [] : [stamp]));
    for (const [index, stamp] of stamps.entries())
      if (index > 0) expect(seqDiff(seq(stamp), seq(stamps[index - 1] ?? 0))).toBeGreaterThanOrEqual(0);
    if (line.ending === 'capture-gaps') continue;
    const ids = own.filter(({ id }) => id > 0).map(({ id }) => id);
    for (const [index, id] of ids.entries())
      if (index > 0 && ids[index - 1] !== 0xffff) expect(id, line.ending).toBe((ids[index - 1] ?? 0) + 1);
    expect(own.every(({ ttl }) => ttl === 64)).toBe(true);
  }
});
