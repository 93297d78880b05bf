import { expect, test } from 'vitest';
import { type GapItem, layoutDiagram } from '../src/index.ts';
import { arrows, laid, only, shift } from './diagram-told.ts';
import { cut, keepaliveGivesUp } from './stories.ts';
import { ns, tell, type Story } from './story.ts';

/** What a page would write into a gap. */
function gapText({ durationNs, end }: GapItem): string {
  const text = `${Math.round(durationNs / 1e6)} ms`;
  if (end === null) return text;
  const since = end.sinceNs === null ? '' : ` after ${Math.round(end.sinceNs / 1e6)} ms`;
  return `${text}: ${end.kind} ${end.number}${since}`;
}

test('gaps say how long nothing happened, and which timer ended it', () => {
  expect(
    only(layoutDiagram([cut()]), 'gap')
      .slice(0, 5)
      .map(gapText),
  ).toEqual([
    '1003 ms',
    '203 ms: retransmission 1 after 204 ms',
    '204 ms: retransmission 2 after 204 ms',
    '408 ms: retransmission 3 after 408 ms',
    '816 ms: retransmission 4 after 816 ms',
  ]);
  expect(only(layoutDiagram([keepaliveGivesUp()]), 'gap').map(gapText)).toEqual([
    '941 ms: keepalive 1',
    '1016 ms: keepalive 2 after 1016 ms',
    '1001 ms: keepalive 3 after 1001 ms',
    '1001 ms',
  ]);
});

test('a keepalive is no retransmission', () => {
  for (const { firstSent } of arrows(layoutDiagram([keepaliveGivesUp()]))) expect(firstSent).toBe(null);
});

function textsLater(byNs: number): string[] {
  const events = cut().map((event) => shift(event, byNs));
  return only(layoutDiagram([events], { originsNs: [byNs] }), 'gap').map(gapText);
}

test('gaps do not depend on where time zero is', () => {
  expect(textsLater(ns(60_000))).toEqual(textsLater(0));
  const flight = tell();
  flight.packet('client', 'SYN', 5000);
  const slow = flight.events.map((event) => ({ ...event, arrivedNs: ns(5900), middleNs: null }));
  expect(only(layoutDiagram([slow], { originsNs: [ns(5000)] }), 'gap')).toEqual([]);
  const early = tell();
  early.packet('client', 'SYN', -5000);
  const held = early.events.map((event) => ({ ...event, arrivedNs: ns(-3000), middleNs: null }));
  expect(only(layoutDiagram([held], { originsNs: [ns(-5000)] }), 'gap')).toHaveLength(1);
});

/** Which retransmission ends a silence in whose last moments something else happens. */
function endAfter(cause: (s: Story) => void): number | undefined {
  const diagram = laid((s) => {
    s.packet('client', 'DATA', 0, { length: 4, lost: 'before the router' });
    cause(s);
    s.packet('client', 'DATA', 1000.5, { length: 4, again: 1 });
  });
  return only(diagram, 'gap')[0]!.end?.number;
}

test('who acts first ends a gap: a retransmission after a call, a fault or an arrival does not', () => {
  expect(endAfter((s) => s.kernel('client', 'retransmit', '', 1000))).toBe(1);
  expect(endAfter((s) => s.call('client', 'poll', '', -1, '0', 1001))).toBe(1);
  expect(endAfter((s) => s.call('client', 'send', '', 1000, '4'))).toBe(undefined);
  expect(endAfter((s) => s.fault('middle', 'heal', 1000))).toBe(undefined);
  expect(endAfter((s) => s.kernel('client', 'retransmit', '', 997))).toBe(undefined);
});

/** Which retransmission ends a silence in which a call stands just before. */
function endAfterCall(how: 'observed' | 'inferred'): number | undefined {
  const s = tell();
  s.packet('client', 'DATA', 0, { length: 4, lost: 'before the router' });
  s.call('client', 'send', '', 1000, 'ETIMEDOUT');
  s.packet('client', 'DATA', 1000, { length: 4, again: 1 });
  const events = s.events.map((event) => (event.kind === 'call' ? { ...event, how } : event));
  return only(layoutDiagram([events]), 'gap')[0]!.end?.number;
}

test('a call that only follows from packets ends no gap', () => {
  expect([endAfterCall('observed'), endAfterCall('inferred')]).toEqual([undefined, 1]);
});

test('a gap is as high as any other, however long, and can be switched off', () => {
  const heights = only(layoutDiagram([cut()]), 'gap').map(({ y1, y2 }) => Math.round(y2 - y1));
  expect(new Set(heights)).toEqual(new Set([60]));
  expect(only(layoutDiagram([cut()], { idleMs: null }), 'gap')).toEqual([]);
  expect(only(layoutDiagram([cut()], { idleMs: 500 }), 'gap').length).toBeLessThan(heights.length);
});

function countGaps(flightMs: number): number {
  const s = tell();
  s.packet('client', 'DATA', 0);
  const events = s.events.map((event) => ({ ...event, arrivedNs: ns(flightMs), middleNs: null }));
  return only(layoutDiagram([events]), 'gap').length;
}

test('a packet on its way breaks a silence, but not one that is held up', () => {
  expect([countGaps(900), countGaps(1100)]).toEqual([0, 1]);
});

test('silence is that of all panes', () => {
  const one = tell();
  one.packet('client', 'SYN', 0);
  one.packet('client', 'SYN', 1000);
  const other = tell();
  other.call('client', 'poll', '', 5500, '0');
  other.call('client', 'poll', '', 5900, '0');
  const gaps = only(layoutDiagram([one.events, other.events], { originsNs: [0, ns(5000)] }), 'gap').map(
    ({ durationNs, y1, y2 }) => [Math.round(durationNs / 1e6), Math.round(y2 - y1)],
  );
  expect(gaps).toEqual([
    [490, 60],
    [400, 60],
  ]);
});

test('the pane whose timer ended a silence is named', () => {
  const one = tell();
  one.call('client', 'connect', '', 0, '0');
  one.call('client', 'poll', '', 3000, '0');
  const other = tell();
  other.packet('client', 'SYN', 0, { seq: 0 });
  other.packet('client', 'SYN', 1000, { seq: 0, again: 1 });
  const [gap] = only(layoutDiagram([one.events, other.events]), 'gap');
  expect(gap!.end).toMatchObject({ kind: 'retransmission', pane: 1, number: 1, sinceNs: ns(1000) });
});
