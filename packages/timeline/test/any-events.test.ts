/** Whatever the events, a ladder comes out of them, complete and no wider than asked. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutLadder, paintLadder, type LadderRow, type TimelineEvent } from '../src/index.ts';
import { event, events, text } from './any-events.ts';
import { isPrintable, withoutColour } from './plain.ts';

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
