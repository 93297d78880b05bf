import { expect, test } from 'vitest';
import { layoutDiagram } from '../src/index.ts';
import { arrows, laid } from './diagram-told.ts';
import { cut, zeroWindow } from './stories.ts';
import { ns, tell } from './story.ts';

test('a packet leaves and arrives at the heights of its times, and passes the router between', () => {
  const diagram = laid((s) => s.packet('client', 'SYN', 3));
  const [arrow] = arrows(diagram);
  const { yOf } = diagram.axis;
  expect(arrow).toMatchObject({
    from: 'client',
    to: 'server',
    y1: yOf(ns(3)),
    y2: yOf(ns(13.08)),
    loss: null,
  });
  expect(arrow!.middleY).toBeCloseTo((arrow!.y1 + arrow!.y2) / 2, 6);
  expect(arrow!.y2 - arrow!.y1).toBeGreaterThan(20);
  expect(arrow!.label).toEqual({ y: arrow!.y1, crowded: false });
});

test('equal times of flight have equal slants, if nothing happens meanwhile', () => {
  const diagram = laid((s) => {
    s.packet('client', 'DATA', 0);
    s.packet('server', 'ACK', 60);
  });
  const [data, ack] = arrows(diagram);
  expect(data!.y2 - data!.y1).toBeCloseTo(ack!.y2 - ack!.y1, 6);
});

test('packets that one capture saw are level, and stand below each other though they have one time', () => {
  const s = tell();
  for (let at = 0; at < 3; at += 1) s.packet('client', 'DATA', 0, { seq: 1 + at * 10, length: 10 });
  const events = s.events.map((event) => ({ ...event, arrivedNs: event.atNs, middleNs: event.atNs }));
  const diagram = layoutDiagram([events]);
  const found = arrows(diagram);
  expect(found.map(({ y1, y2, middleY }) => [y1, y2, middleY])).toEqual([
    [20, 20, 20],
    [40, 40, 40],
    [60, 60, 60],
  ]);
  expect(diagram.heightPx).toBe(80);
  expect([20, 50, 60].map(diagram.axis.nsAt)).toEqual([0, 0, 0]);
});

test('a lost packet says where it was lost and ends just below its last known height', () => {
  const diagram = laid((s) => {
    s.packet('client', 'DATA', 0, { lost: 'before the router' });
    s.packet('client', 'DATA', 30, { lost: 'after the router' });
    s.packet('client', 'DATA', 40);
  });
  const [before, after] = arrows(diagram);
  expect(before).toMatchObject({ loss: 'before-router', y2: before!.y1 + 12 });
  expect(after!.middleY).toBeGreaterThan(after!.y1 + 5);
  expect(after).toMatchObject({ loss: 'after-router', y2: after!.middleY! + 12 });
  const unwatched = laid((s) => s.packet('client', 'DATA', 0, { lost: 'somewhere' }));
  expect(arrows(unwatched)[0]).toMatchObject({ loss: 'somewhere', middleY: null });
});

test('a router is watched if a capture of its own pane looked at it', () => {
  const watched = tell();
  watched.packet('client', 'SYN', 0);
  const unwatched = tell();
  unwatched.packet('client', 'SYN', 0, { lost: 'somewhere' });
  const { order } = layoutDiagram([watched.events, unwatched.events]);
  expect(order.map((item) => item.kind === 'arrow' && item.loss)).toEqual([null, 'somewhere']);
});

test('an error of the router’s begins in the middle', () => {
  const diagram = laid((s) => s.packet('middle', 'ICMP-HOST-UNREACHABLE', 5, { to: 'client' }));
  expect(arrows(diagram)[0]).toMatchObject({ from: 'middle', to: 'client', loss: null });
});

test('a retransmission refers to the first sending of its bytes', () => {
  const diagram = layoutDiagram([cut()]);
  const all = arrows(diagram);
  const first = all.find(({ event }) => event.seq === 5)!;
  const again = all.filter(({ event }) => event.retransmission > 0);
  expect(again).toHaveLength(16);
  for (const arrow of again) expect(arrow.firstSent).toBe(first);
  for (const arrow of all.filter(({ event }) => event.retransmission === 0))
    expect(arrow.firstSent).toBe(null);
});

test('a FIN that travels with bytes sent before refers to these, and a SYN not to the other side’s', () => {
  const diagram = laid((s) => {
    s.packet('server', 'SYN-ACK', 0, { seq: 0 });
    s.packet('client', 'SYN', 1, { seq: 0, again: 1 });
    s.packet('client', 'DATA', 2, { seq: 1, length: 9 });
    s.packet('server', 'FIN', 3, { seq: 1 });
    s.packet('client', 'FIN', 4, { seq: 1, length: 9, again: 1 });
    s.packet('client', 'FIN', 5, { seq: 1, again: 1 });
  });
  const [, syn, data, , fin, bareFin] = arrows(diagram);
  expect(syn!.firstSent).toBe(null);
  expect(fin!.firstSent).toBe(data);
  expect(bareFin!.firstSent).toBe(null);
});

test('heads of arrows that arrive together can be told apart', () => {
  const ends = arrows(layoutDiagram([zeroWindow()]))
    .filter(({ event }) => event.type === 'DATA')
    .map(({ y2 }) => y2);
  ends.slice(1).forEach((y, at) => expect(y - ends[at]!).toBeGreaterThanOrEqual(8 - 1e-9));
});

test.each(['before the router', 'after the router', 'somewhere'] as const)(
  'a burst lost %s ends in order of departure, each packet at a height of its own',
  (lost) => {
    const diagram = laid((s) => {
      for (let at = 0; at < 12; at += 1)
        s.packet('client', 'DATA', at * 0.02, { seq: 1 + at, length: 1, lost });
      s.packet('client', 'DATA', 900, { seq: 1, length: 1, again: 1 });
    });
    const burst = arrows(diagram).filter(({ loss }) => loss !== null);
    expect(burst).toHaveLength(12);
    burst.slice(1).forEach(({ y2 }, at) => expect(y2 - burst[at]!.y2).toBeGreaterThanOrEqual(8 - 1e-9));
    for (const { y1, y2, middleY } of burst) {
      expect(y2).toBeGreaterThanOrEqual(y1 + 12);
      expect(middleY ?? y1).toBeLessThanOrEqual(y2);
    }
  },
);

test('losses to one side leave those to the other alone', () => {
  const diagram = laid((s) => {
    s.packet('client', 'DATA', 0, { lost: 'after the router' });
    s.packet('server', 'DATA', 0.02, { lost: 'after the router' });
  });
  for (const { y2, middleY } of arrows(diagram)) expect(y2).toBe(middleY! + 12);
});
