import { expect, test } from 'vitest';
import { type CallItem, layoutDiagram } from '../src/index.ts';
import { arrows, laid, only } from './diagram-told.ts';
import { ns, tell, type Story } from './story.ts';

test('no events make an empty diagram', () => {
  const diagram = layoutDiagram([[]]);
  expect(diagram.order).toEqual([]);
  expect(diagram.itemsWithin(0, 1000)).toEqual([]);
  expect(diagram.axis).toMatchObject({ fromNs: 0, toNs: 0 });
  expect([diagram.axis.yOf(5), diagram.axis.nsAt(5)]).toEqual([0, 0]);
  expect(layoutDiagram([]).order).toEqual([]);
});

test('a fault stands alone in its line', () => {
  const diagram = laid((s) => {
    s.state('client', 'SYN-SENT', 0);
    s.fault('middle', 'cut', 0.001);
    s.call('server', 'listen', '', 0.002, '0');
  });
  expect(diagram.order.map(({ label }) => label.y)).toEqual([20, 40, 60]);
});

function everyLane(s: Story): void {
  s.state('client', 'SYN-SENT', 0);
  s.call('client', 'connect', '', 0, '0');
  s.packet('client', 'SYN', 0);
  s.kernel('server', 'error_report', '', 0);
}

test('labels of different lanes share a line, but not in a narrow diagram', () => {
  expect(laid(everyLane).order.map(({ label }) => label.y)).toEqual([20, 20, 20, 20]);
  expect(laid(everyLane, { narrow: true }).order.map(({ label }) => label.y)).toEqual([20, 40, 60, 80]);
});

test('at one time the answer does not stand above what it answers', () => {
  const s = tell();
  s.packet('client', 'SYN', 0, { seq: 0, ack: null });
  s.state('server', 'SYN-RECEIVED', 0);
  s.packet('server', 'SYN-ACK', 0, { seq: 0 });
  s.packet('client', 'HANDSHAKE-ACK', 0);
  s.state('client', 'ESTABLISHED', 0);
  const events = s.events.map((event) =>
    event.kind === 'packet' ? { ...event, arrivedNs: event.atNs, middleNs: null } : event,
  );
  const { order } = layoutDiagram([events]);
  const y = (at: number): number => order.find(({ event }) => event === events[at])!.label.y;
  expect(y(1)).toBeGreaterThanOrEqual(y(0));
  expect(y(2)).toBeGreaterThan(y(0));
});

test('an origin moves time zero', () => {
  const diagram = laid((s) => s.packet('client', 'SYN', 100), { originsNs: [ns(100)] });
  expect(diagram.axis).toMatchObject({ fromNs: 0, toNs: ns(10.08) });
});

test('a longer time is higher, up to a limit', () => {
  const [first, second, third, fourth] = laid(
    (s) => [0, 10, 110, 10_000].forEach((atMs) => s.state('client', 'CLOSED', atMs)),
    { idleMs: null },
  ).order.map(({ label }) => label.y) as [number, number, number, number];
  expect(second - first).toBeGreaterThan(20);
  expect(third - second).toBeGreaterThan(second - first);
  expect([third - second, fourth - third].map(Math.round)).toEqual([56, 56]);
});

test('true scale is linear, with half of the labels, and the important ones first', () => {
  const diagram = laid(
    (s) => {
      for (let at = 0; at < 100; at += 1) s.packet('client', 'DATA', at, { seq: at * 10, length: 10 });
      s.packet('server', 'RST-A', 50.2);
      s.packet('client', 'DATA', 2000);
    },
    { scale: 'true', mostPx: 2000 },
  );
  expect(diagram.heightPx).toBeCloseTo(2000, 6);
  const [a, b] = arrows(diagram);
  expect(b!.y1 - a!.y1).toBeCloseTo(1960 / 2010.08, 6);
  const reset = arrows(diagram).find(({ event }) => event.type === 'RST-A');
  expect(reset!.label.crowded).toBe(false);
  const shown = arrows(diagram).filter(({ label }) => !label.crowded);
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.length).toBeLessThan(10);
});

/** The height of so many packets, 10 ms apart. */
function heightOf(count: number): number {
  const story = (s: Story): void => {
    for (let at = 0; at < count; at += 1) s.packet('client', 'DATA', at * 10);
  };
  return laid(story, { scale: 'true' }).heightPx;
}

test('true scale grows with what there is to tell', () => {
  expect(heightOf(2)).toBe(480 + 40);
  expect(heightOf(200)).toBeCloseTo(20 * (199 + 1.008) + 40, 6);
  expect(heightOf(2000)).toBe(12_000);
});

test('two labels very near to each other do not stretch the true scale', () => {
  const diagram = laid(
    (s) => {
      for (let at = 0; at < 10; at += 1) s.packet('client', 'DATA', at * 10);
      s.packet('client', 'DATA', 90.001);
    },
    { scale: 'true' },
  );
  expect(diagram.heightPx).toBe(480 + 40);
});

test('in true scale a call’s second label can be crowded without the first', () => {
  const [call] = only(
    laid(
      (s) => {
        s.call('client', 'connect', '', 0, '0', 1000);
        s.call('client', 'send', '', 999, '0');
        s.packet('client', 'DATA', 5000);
      },
      { scale: 'true', mostPx: 1000 },
    ),
    'call',
  ) as [CallItem];
  expect(call.label.crowded).toBe(false);
  expect(call.returnLabel?.crowded).toBe(true);
});
