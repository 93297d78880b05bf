/** Whatever the packets, their plot keeps its promises. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  nearest,
  type PacketEvent,
  type PlotBounds,
  type SequencePlot,
  sequencePlot,
  thin,
} from '../src/index.ts';
import { events } from './any-events.ts';

const plot = fc
  .tuple(events, fc.constantFrom('client' as const, 'server' as const))
  .map(([list, sender]) => sequencePlot(list, sender));
const part = fc.integer({ min: 0, max: 100 });

function within(from: number, to: number, share: number): number {
  return from + ((to - from) * share) / 100;
}

/** A part of the bounds. */
function viewOf(
  { bounds }: SequencePlot,
  [a, b, c, d]: readonly [number, number, number, number],
): PlotBounds {
  return {
    fromNs: within(bounds.fromNs, bounds.toNs, Math.min(a, b)),
    toNs: within(bounds.fromNs, bounds.toNs, Math.max(a, b)),
    fromSeq: within(bounds.fromSeq, bounds.toSeq, Math.min(c, d)),
    toSeq: within(bounds.fromSeq, bounds.toSeq, Math.max(c, d)),
  };
}

test('columns are of one length and sorted by time, and acknowledgements never fall', () => {
  fc.assert(
    fc.property(plot, ({ segments, steps, resets }) => {
      const { atNs, fromSeq, toSeq, marks, lost, events: sent } = segments;
      expect([fromSeq.length, toSeq.length, marks.length, lost.length, sent.length]).toEqual(
        Array.from({ length: 5 }, () => atNs.length),
      );
      expect([steps.ack.length, steps.edge.length, steps.events.length]).toEqual(
        Array.from({ length: 3 }, () => steps.atNs.length),
      );
      for (const sorted of [atNs, steps.atNs, steps.ack, resets.map((each) => each.atNs)])
        expect([...sorted]).toEqual([...sorted].sort((a, b) => a - b));
      steps.edge.forEach((edge, at) => expect(edge).toBeGreaterThanOrEqual(steps.ack[at]!));
    }),
  );
});

test('thinning leaves out nothing that can be seen', () => {
  fc.assert(
    fc.property(plot, part, part, fc.tuple(part, part, part, part), (whole, width, height, share) => {
      const view = viewOf(whole, share);
      const thinned = thin(whole, width, height, view);
      const pixels = (of: SequencePlot): Set<string> =>
        pixelsOf(of, view, Math.max(1, width), Math.max(1, height));
      expect(pixels(thinned)).toEqual(pixels(whole));
      const kept = new Set(thinned.segments.events);
      whole.segments.events.forEach((event, at) => {
        const { atNs, fromSeq, toSeq, marks, lost } = whole.segments;
        const inTime = atNs[at]! >= view.fromNs && atNs[at]! <= view.toNs;
        const inSight = inTime && toSeq[at]! >= view.fromSeq && fromSeq[at]! <= view.toSeq;
        if (inSight && (marks[at] !== 'data' || lost[at] === 1)) expect(kept.has(event)).toBe(true);
        if (!inSight) expect(kept.has(event)).toBe(false);
      });
      expect([thinned.resets, thinned.zeroWindows, thinned.bounds]).toEqual([
        whole.resets,
        whole.zeroWindows,
        whole.bounds,
      ]);
    }),
    { numRuns: 300 },
  );
});

function cell(value: number, from: number, to: number, cells: number): number {
  return Math.min(cells - 1, Math.max(0, Math.floor(((value - from) / Math.max(1, to - from)) * cells)));
}

/** The pixels that segments cover, and the range of each line in each column. */
function pixelsOf(
  { segments, steps }: SequencePlot,
  view: PlotBounds,
  width: number,
  height: number,
): Set<string> {
  const pixels = new Set<string>();
  segments.events.forEach((_, at) => {
    const ns = segments.atNs[at]!;
    if (ns < view.fromNs || ns > view.toNs) return;
    if (segments.toSeq[at]! < view.fromSeq || segments.fromSeq[at]! > view.toSeq) return;
    const from = cell(segments.fromSeq[at]!, view.fromSeq, view.toSeq, height);
    const to = cell(segments.toSeq[at]!, view.fromSeq, view.toSeq, height);
    const x = cell(ns, view.fromNs, view.toNs, width);
    for (let y = from; y <= to; y += 1) pixels.add(`${x} ${y}`);
  });
  const ranges = new Map<string, [number, number]>();
  steps.events.forEach((_, at) => {
    const ns = steps.atNs[at]!;
    const x = ns < view.fromNs ? -1 : ns > view.toNs ? width : cell(ns, view.fromNs, view.toNs, width);
    for (const [name, value] of [
      ['ack', steps.ack[at]!],
      ['edge', steps.edge[at]!],
    ] as const) {
      const [low, high] = ranges.get(`${x} ${name}`) ?? [value, value];
      ranges.set(`${x} ${name}`, [Math.min(low, value), Math.max(high, value)]);
    }
  });
  for (const [key, range] of ranges) pixels.add(`${key} ${range.join(' ')}`);
  return pixels;
}

test('the nearest packet is what a full scan finds', () => {
  fc.assert(
    fc.property(plot, part, part, (whole, x, y) => {
      const { bounds, segments, steps, resets } = whole;
      const { toNs: ns, toSeq: seq } = viewOf(whole, [0, x, 0, y]);
      const perNs = 1 / Math.max(1, bounds.toNs - bounds.fromNs);
      const perSeq = 1 / Math.max(1, bounds.toSeq - bounds.fromSeq);
      const marks: (readonly [event: PacketEvent, distance: number])[] = [];
      const add = (event: PacketEvent, atNs: number, low: number, high: number): void => {
        marks.push([event, Math.hypot((atNs - ns) * perNs, Math.max(0, low - seq, seq - high) * perSeq)]);
      };
      for (const each of resets) add(each.event, each.atNs, each.seq, each.seq);
      segments.events.forEach((event, at) =>
        add(event, segments.atNs[at]!, segments.fromSeq[at]!, segments.toSeq[at]!),
      );
      steps.events.forEach((event, at) => {
        add(event, steps.atNs[at]!, steps.ack[at]!, steps.ack[at]!);
        add(event, steps.atNs[at]!, steps.edge[at]!, steps.edge[at]!);
      });
      const least = Math.min(...marks.map(([, distance]) => distance));
      const found = nearest(whole, ns, seq);
      if (marks.length === 0) expect(found).toBe(null);
      else expect(marks.some(([event, distance]) => event === found && distance === least)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
