import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutDiagram, minimapOf, type MinimapSlice, type TimelineEvent } from '../src/index.ts';
import { events } from './any-events.ts';
import { cut } from './stories.ts';
import { tell } from './story.ts';

function total(slices: readonly MinimapSlice[]): MinimapSlice {
  const sum = (key: keyof MinimapSlice): number => slices.reduce((all, slice) => all + slice[key], 0);
  return {
    fromClient: sum('fromClient'),
    fromServer: sum('fromServer'),
    fromMiddle: sum('fromMiddle'),
    resets: sum('resets'),
    retransmissions: sum('retransmissions'),
    losses: sum('losses'),
    faults: sum('faults'),
    gaps: sum('gaps'),
  };
}

test('a strip has as many slices as px, and each item is in the slice of its height', () => {
  const s = tell();
  s.packet('client', 'DATA', 0, { lost: 'somewhere' });
  s.packet('client', 'DATA', 1, { again: 1 });
  s.fault('middle', 'cut', 5);
  s.packet('middle', 'ICMP-OTHER', 1000, { to: 'client' });
  s.packet('server', 'RST-A', 1001);
  const diagram = layoutDiagram([s.events]);
  const slices = minimapOf(diagram, 10);
  expect(slices).toHaveLength(10);
  const sliceOf = (at: number): MinimapSlice | undefined =>
    slices[Math.floor((diagram.itemOf(s.events[at]!)!.label.y / diagram.heightPx) * 10)];
  expect(sliceOf(0)).toMatchObject({ losses: 1, resets: 0 });
  expect(sliceOf(1)).toMatchObject({ retransmissions: 1, faults: 0 });
  expect(sliceOf(2)).toMatchObject({ faults: 1, fromServer: 0 });
  expect(sliceOf(3)).toMatchObject({ fromMiddle: 1, fromClient: 0 });
  expect(sliceOf(4)).toMatchObject({ fromServer: 1, resets: 1 });
  expect(total(slices)).toMatchObject({ fromClient: 2, fromServer: 1, fromMiddle: 1, faults: 1, resets: 1 });
});

test('a gap is in every slice it touches', () => {
  const s = tell();
  s.fault('middle', 'cut', 0);
  s.fault('middle', 'heal', 1000);
  // From 20 to 80 of 100 px.
  expect(minimapOf(layoutDiagram([s.events]), 10).map(({ gaps }) => gaps)).toEqual([
    0, 0, 1, 1, 1, 1, 1, 1, 1, 0,
  ]);
});

function expectAll(list: readonly TimelineEvent[], heightPx: number): void {
  const count = (accept: (event: TimelineEvent) => boolean): number => list.filter(accept).length;
  const slices = minimapOf(layoutDiagram([list]), heightPx);
  expect(slices).toHaveLength(Math.max(1, heightPx));
  expect(total(slices)).toMatchObject({
    fromClient: count((each) => each.kind === 'packet' && each.from === 'client'),
    fromServer: count((each) => each.kind === 'packet' && each.from === 'server'),
    fromMiddle: count((each) => each.kind === 'packet' && each.from === 'middle'),
    losses: count((each) => each.kind === 'packet' && each.arrivedNs === null),
    retransmissions: count((each) => each.kind === 'packet' && each.retransmission > 0),
    faults: count((each) => each.kind === 'fault'),
  });
}

test('nothing is left out, however low the strip', () => {
  expectAll(cut(), 300);
  fc.assert(fc.property(events, fc.nat(50), expectAll));
});
