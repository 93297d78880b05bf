/** Whatever the events, a ladder comes out of them, complete and no wider than asked. */
import type { SegmentKind, Side, TcpState } from '@halfopen/catalogue';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CallEvent,
  layoutLadder,
  paintLadder,
  type LadderRow,
  type TimelineEvent,
} from '../src/index.ts';
import { isPrintable, withoutColour } from './plain.ts';

const side = fc.constantFrom<Side>('client', 'server');
const place = fc.constantFrom<Side | 'middle'>('client', 'middle', 'server');
/** Few distinct times make ties and crossings; now and then a huge one. */
const atNs = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 40 }).map((ms) => ms * 1_000_000) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2_000_000_000 }) },
  { weight: 1, arbitrary: fc.maxSafeNat() },
);
const later = fc.option(atNs, { nil: null });
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('', '"x"', '28 bytes'));
const result = fc.oneof(
  fc.constantFrom(
    '0',
    '28',
    'ECONNRESET',
    'EHOSTUNREACH',
    'ready IN|OUT',
    'timeout',
    'blocked',
    'killed SIGPIPE',
  ),
  text,
);

const event: fc.Arbitrary<TimelineEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('packet' as const),
      from: place,
      to: side,
      type: fc.constantFrom<SegmentKind | 'ICMP-FRAGMENTATION-NEEDED'>(
        'SYN',
        'SYN-ACK',
        'HANDSHAKE-ACK',
        'DATA',
        'ACK',
        'FIN',
        'KEEPALIVE',
        'RST-A',
        'RST-P',
        'RST-S',
        'ICMP-FRAGMENTATION-NEEDED',
      ),
      atNs,
      middleNs: later,
      arrivedNs: later,
      seq: fc.nat(),
      ack: fc.option(fc.nat(), { nil: null }),
      lengthBytes: fc.nat(),
      windowBytes: fc.constantFrom(0, 64256),
      retransmission: fc.nat(20),
      frames: fc.constant({}),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      side,
      program: fc.oneof(side, text),
      call: fc.constantFrom(
        'connect',
        'accept',
        'send',
        'recv',
        'poll',
        'close',
        'getsockopt',
        'exit',
        'a'.repeat(90),
      ),
      args: text,
      atNs,
      returnedNs: later,
      result,
      how: fc.constantFrom<CallEvent['how']>('observed', 'inferred'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('state' as const),
      side,
      atNs,
      state: fc.constantFrom<TcpState>('SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'TIME-WAIT', 'CLOSED'),
      how: fc.constantFrom('observed' as const, 'inferred' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('kernel' as const),
      side,
      atNs,
      event: fc.constantFrom('send_reset' as const, 'receive_reset' as const, 'error_report' as const),
      detail: fc.oneof(fc.constantFrom('TCP_INVALID_ACK_SEQUENCE', 'ETIMEDOUT'), text),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fault' as const), at: place, atNs, what: text }) },
);

const events = fc.array(event, { maxLength: 60 });

function packetsIn(rows: readonly LadderRow[]): Map<TimelineEvent, string[]> {
  const pieces = new Map<TimelineEvent, string[]>();
  for (const row of rows) {
    const shown = row.kind === 'event' ? [row] : row.kind === 'fold' ? row.hidden : [];
    for (const { arrow } of shown) {
      if (arrow !== null) pieces.set(arrow.packet, [...(pieces.get(arrow.packet) ?? []), arrow.piece].sort());
    }
  }
  return pieces;
}

test('any events paint without an exception, within the width', () => {
  fc.assert(
    fc.property(
      events,
      fc.integer({ min: 1, max: 200 }),
      fc.boolean(),
      fc.boolean(),
      text,
      (list, width, colour, ascii, title) => {
        const ladder = layoutLadder(list, { title, names: { client: title, server: 'server' } });
        const painted = paintLadder(ladder, { width, colour, ascii });
        const plain = withoutColour(painted);
        expect(isPrintable(plain)).toBe(true);
        for (const line of plain.split('\n')) expect(line.length).toBeLessThanOrEqual(Math.max(40, width));
      },
    ),
    { numRuns: 400 },
  );
});

test('every packet is in the ladder, whole or in both its halves, and every call that began is', () => {
  fc.assert(
    fc.property(events, fc.boolean(), (list, fold) => {
      const { rows } = layoutLadder(list, { fold });
      const pieces = packetsIn(rows);
      for (const each of list) {
        if (each.kind !== 'packet') continue;
        expect(['whole', 'arrival,departure']).toContain(pieces.get(each)?.join());
      }
      const calls = new Set(
        rows
          .flatMap((row) => (row.kind === 'event' ? [row] : row.kind === 'fold' ? row.hidden : []))
          .flatMap(({ client, server }) => [client?.call?.event, server?.call?.event]),
      );
      for (const each of list) if (each.kind === 'call') expect(calls.has(each)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('tracks that pass a row are those of packets that have left and not arrived', () => {
  fc.assert(
    fc.property(events, (list) => {
      const open = new Set<number>();
      for (const row of layoutLadder(list, { fold: false }).rows) {
        const track = row.kind === 'event' ? (row.arrow?.track ?? null) : null;
        if (row.kind !== 'gap')
          expect(row.passing).toEqual([...open].filter((each) => each !== track).sort((a, b) => a - b));
        if (track === null) continue;
        if (!open.delete(track)) open.add(track);
      }
      expect(open.size).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('the ladder does not depend on the order of events that differ in time', () => {
  fc.assert(
    fc.property(fc.uniqueArray(event, { selector: ({ atNs: at }) => at, maxLength: 30 }), (list) => {
      const noTies = list.filter(
        (each) => each.kind === 'state' || each.kind === 'fault' || each.kind === 'kernel',
      );
      expect(layoutLadder(noTies.toReversed())).toEqual(layoutLadder(noTies));
    }),
  );
});
