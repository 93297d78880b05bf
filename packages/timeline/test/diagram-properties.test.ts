/** Whatever the events, their diagram keeps its promises. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Axis,
  type Diagram,
  type DiagramItem,
  layoutDiagram,
  mergeEvents,
  momentsOf,
  type TimelineEvent,
} from '../src/index.ts';
import { events } from './any-events.ts';
import { isCrowdedIn, labelsByColumn } from './diagram-labels.ts';
import { shift } from './diagram-told.ts';

const scale = fc.constantFrom('elastic' as const, 'true' as const);
const options = fc.record({
  scale,
  narrow: fc.boolean(),
  idleMs: fc.option(fc.integer({ min: 0, max: 500 }), { nil: null }),
  lineHeight: fc.constantFrom(12, 20, 31.5),
});
const originNs = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 });
const panes = fc.array(fc.tuple(events, originNs), { minLength: 1, maxLength: 3 });

function layPanes(
  list: readonly (readonly [readonly TimelineEvent[], number])[],
  more: Parameters<typeof layoutDiagram>[1],
): Diagram {
  return layoutDiagram(
    list.map(([each]) => each),
    { ...more, originsNs: list.map(([, origin]) => origin) },
  );
}

/** Every time of the axis, and some between. */
function timesOf(list: readonly (readonly [readonly TimelineEvent[], number])[]): number[] {
  const times = list.flatMap(([each, origin]) => momentsOf(each).map(({ atNs }) => atNs - origin));
  const sorted = [...times].sort((a, b) => a - b);
  const between = sorted.map((time, at) => Math.round((time + (sorted[at + 1] ?? time + 1e6)) / 2));
  return [...sorted, ...between, (sorted[0] ?? 0) - 5, (sorted.at(-1) ?? 0) + 5].sort((a, b) => a - b);
}

/** As far as a double holds heights: a gap of a hundred days is some fifty px high. */
function roundingNs({ fromNs, toNs }: Axis): number {
  return 1 + (toNs - fromNs) * 1e-12;
}

test('time never runs backwards down the axis, and heights lead back to their times', () => {
  fc.assert(
    fc.property(panes, options, (list, more) => {
      const { axis, heightPx } = layPanes(list, more);
      let lastY = 0;
      for (const ns of timesOf(list)) {
        const y = axis.yOf(ns);
        expect(y).toBeGreaterThanOrEqual(lastY);
        expect(y).toBeLessThanOrEqual(heightPx);
        lastY = y;
        const within = Math.min(axis.toNs, Math.max(axis.fromNs, ns));
        expect(Math.abs(axis.nsAt(y) - within)).toBeLessThanOrEqual(roundingNs(axis));
      }
      let lastNs = -Infinity;
      for (let y = 0; y <= heightPx; y += heightPx / 50) {
        expect(axis.nsAt(y)).toBeGreaterThanOrEqual(lastNs);
        lastNs = axis.nsAt(y);
      }
    }),
    { numRuns: 300 },
  );
});

test('every event is there exactly once, downwards and causes first', () => {
  fc.assert(
    fc.property(events, options, (list, more) => {
      const { order, itemOf } = layoutDiagram([list], more);
      expect(order.flatMap(({ event }) => event ?? [])).toEqual(mergeEvents(list));
      order.forEach((item, at) => {
        expect(item.index).toBe(at);
        expect(item.label.y).toBeGreaterThanOrEqual(order[at - 1]?.label.y ?? 0);
        if (item.event !== null) expect(itemOf(item.event)).toBe(item);
      });
    }),
    { numRuns: 300 },
  );
});

test('in elastic scale no two labels of a column overlap, and none is left out', () => {
  fc.assert(
    fc.property(panes, options, (list, more) => {
      const diagram = layPanes(list, { ...more, scale: 'elastic' });
      for (const labels of labelsByColumn(diagram)) {
        expect(labels.some(({ crowded }) => crowded)).toBe(false);
        expect(isCrowdedIn(labels, more.lineHeight)).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});

test('in true scale height is time, within what was asked for, and labels that are shown do not overlap', () => {
  fc.assert(
    fc.property(panes, options, fc.integer({ min: 100, max: 30_000 }), (list, more, mostPx) => {
      const diagram = layPanes(list, { ...more, scale: 'true', mostPx });
      const { axis, heightPx } = diagram;
      expect(heightPx).toBeLessThanOrEqual(mostPx + 1e-6);
      const perNs = (axis.yOf(axis.toNs) - axis.yOf(axis.fromNs)) / Math.max(1, axis.toNs - axis.fromNs);
      for (const ns of timesOf(list).filter((each) => each >= axis.fromNs && each <= axis.toNs))
        expect(axis.yOf(ns)).toBeCloseTo(axis.yOf(axis.fromNs) + (ns - axis.fromNs) * perNs, 6);
      for (const labels of labelsByColumn(diagram)) {
        const shown = labels.filter(({ crowded }) => !crowded);
        expect(isCrowdedIn(shown, more.lineHeight)).toBe(false);
      }
      expect(diagram.order.every(({ label }) => label.crowded)).toBe(diagram.order.length === 0);
    }),
    { numRuns: 300 },
  );
});

test('what is within a stretch is what a full scan finds', () => {
  fc.assert(
    fc.property(panes, options, fc.nat(1000), fc.nat(1000), (list, more, from, length) => {
      const { order, itemsWithin, heightPx } = layPanes(list, more);
      const yTop = (from / 1000) * heightPx;
      const yBottom = yTop + (length / 1000) * (heightPx - yTop);
      const scanned = order.filter(({ top, bottom }) => bottom >= yTop && top <= yBottom);
      const found = itemsWithin(yTop, yBottom);
      expect(new Set(found)).toEqual(new Set(scanned));
      expect(found.length).toBe(scanned.length);
      expect(found.map(({ top }) => top)).toEqual(found.map(({ top }) => top).sort((a, b) => a - b));
      expect(itemsWithin(-Infinity, Infinity).length).toBe(order.length);
      for (const item of order.slice(0, 5)) {
        expect(itemsWithin(item.bottom, item.bottom)).toContain(item);
        expect(itemsWithin(item.top, item.top)).toContain(item);
      }
    }),
    { numRuns: 300 },
  );
});

test('items reach from their top to their bottom', () => {
  fc.assert(
    fc.property(panes, options, (list, more) => {
      const { order, heightPx } = layPanes(list, more);
      for (const item of order) {
        const heights = heightsOf(item);
        expect(item.top).toBe(Math.min(...heights));
        expect(item.bottom).toBe(Math.max(...heights));
        expect(item.bottom).toBeLessThanOrEqual(heightPx);
        expect(heights.every((y) => Number.isFinite(y))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

function heightsOf(item: DiagramItem): number[] {
  switch (item.kind) {
    case 'arrow':
      return [item.y1, item.y2, item.middleY ?? item.y1, item.label.y];
    case 'call':
      return [item.y1, item.y2, item.returnLabel?.y ?? item.y1, item.label.y];
    case 'state':
    case 'gap':
      return [item.y1, item.y2, item.label.y];
    case 'kernel':
    case 'fault':
      return [item.y, item.label.y];
  }
}

test('equal times of two panes stand at equal heights', () => {
  fc.assert(
    fc.property(events, originNs, options, (list, origin, more) => {
      fc.pre(momentsOf(list).every(({ atNs }) => Number.isSafeInteger(atNs + origin)));
      const { order } = layPanes(
        [
          [list, 0],
          [list.map((each) => shift(each, origin)), origin],
        ],
        more,
      );
      const heights = (pane: number): number[] =>
        order.filter((item) => item.pane === pane).map(({ label }) => label.y);
      expect(heights(1)).toEqual(heights(0));
    }),
    { numRuns: 200 },
  );
});

test('what happens alone at its time in its pane stands on the axis', () => {
  fc.assert(
    fc.property(panes, options, (list, more) => {
      const { order, axis } = layPanes(list, more);
      const times = list.map(([each]) => momentsOf(each).map(({ atNs }) => atNs));
      for (const { event, pane, label } of order) {
        if (event === null || times[pane]!.filter((ns) => ns === event.atNs).length > 1) continue;
        expect(label.y).toBe(axis.yOf(event.atNs - list[pane]![1]));
      }
    }),
    { numRuns: 200 },
  );
});
