import { expect, test } from 'vitest';
import { nearest, sequencePlot, thin, type SequencePlot, type TimelineEvent } from '../src/index.ts';
import { ns, tell, type Story } from './story.ts';

function plotted(story: (s: Story) => void, sender: 'client' | 'server' = 'client'): SequencePlot {
  const s = tell();
  story(s);
  return sequencePlot(s.events, sender);
}

/** An upload with a loss, a zero window, a probe and a reset in the end. */
function upload(s: Story): void {
  s.packet('client', 'SYN', 0, { seq: 0, ack: null });
  s.packet('server', 'SYN-ACK', 10.1, { seq: 0, window: 2000 });
  s.packet('client', 'HANDSHAKE-ACK', 20.2);
  s.packet('client', 'DATA', 21, { length: 1000 });
  s.packet('client', 'DATA', 22, { seq: 1001, length: 1000, lost: 'somewhere' });
  s.packet('server', 'ACK', 31.1, { ack: 1001, window: 1000 });
  s.packet('client', 'DATA', 240, { seq: 1001, length: 1000, again: 1 });
  s.packet('server', 'ACK', 251, { ack: 2001, window: 0 });
  s.packet('client', 'KEEPALIVE', 500, { seq: 2000 });
  s.packet('server', 'ACK', 511, { ack: 2001, window: 4000 });
  s.packet('client', 'FIN', 530, { seq: 2001, length: 10 });
  s.packet('server', 'RST-P', 541, { seq: 1, ack: null });
}

test('segments stand at the time they left, with the sequence space they take', () => {
  const { segments, sender } = plotted(upload);
  const rows = segments.marks.map((mark, at) =>
    [mark, segments.atNs[at]! / 1e6, segments.fromSeq[at], segments.toSeq[at], segments.lost[at]].join(' '),
  );
  expect(sender).toBe('client');
  expect(rows).toEqual([
    'syn 0 0 1 0',
    'data 21 1 1001 0',
    'data 22 1001 2001 1',
    'retransmission 240 1001 2001 0',
    'probe 500 2000 2000 0',
    'fin 530 2001 2012 0',
  ]);
});

test('acknowledgements and the window edge step when they reach the sender', () => {
  const { steps } = plotted(upload);
  expect([...steps.atNs].map((each, at) => [each / 1e6, steps.ack[at], steps.edge[at]])).toEqual([
    [20.18, 1, 2001],
    [41.18, 1001, 2001],
    [261.08, 2001, 2001],
    [521.08, 2001, 6001],
  ]);
});

test('an acknowledgement that comes late or never is no step', () => {
  const { steps } = plotted((s) => {
    s.packet('server', 'ACK', 0, { ack: 500 });
    s.packet('server', 'ACK', 1, { ack: 400 });
    s.packet('server', 'ACK', 2, { ack: 900, lost: 'somewhere' });
    s.packet('server', 'ACK', 3, { ack: 500 });
  });
  expect([...steps.ack]).toEqual([500, 500]);
});

test('a zero window lasts until it opens, or has no end', () => {
  expect(plotted(upload).zeroWindows).toEqual([{ fromNs: ns(261.08), toNs: ns(521.08), seq: 2001 }]);
  const stuck = plotted((s) => {
    s.packet('server', 'ACK', 0, { ack: 5, window: 0 });
    s.packet('server', 'ACK', 10, { ack: 5, window: 0 });
  });
  expect(stuck.zeroWindows).toEqual([{ fromNs: ns(10.08), toNs: null, seq: 5 }]);
});

test('resets of both sides are marked: the other’s where the acknowledgements stand', () => {
  const { resets } = plotted((s) => {
    upload(s);
    s.packet('client', 'RST-A', 545, { seq: 2012 });
    s.packet('server', 'RST-P', 560, { seq: 1, ack: null, lost: 'somewhere' });
  });
  expect(resets.map(({ by, atNs, seq }) => [by, atNs / 1e6, seq])).toEqual([
    ['client', 545, 2012],
    ['server', 551.08, 2001],
    ['server', 560, 2001],
  ]);
});

test('bounds hold what was sent and acknowledged, not the window', () => {
  const { bounds, highestEdge } = plotted(upload);
  expect(bounds).toEqual({ fromNs: 0, toNs: ns(551.08), fromSeq: 0, toSeq: 2012 });
  expect(highestEdge).toBe(6001);
  const nothing = { fromNs: 0, toNs: 0, fromSeq: 0, toSeq: 0 };
  expect(sequencePlot([], 'client')).toMatchObject({ bounds: nothing, highestEdge: 0 });
});

test('ICMP errors and bare acknowledgements are no segments', () => {
  const { segments, steps } = plotted((s) => {
    s.packet('client', 'ACK', 0);
    s.packet('middle', 'ICMP-OTHER', 1, { to: 'client' });
  });
  expect([segments.events, steps.events]).toEqual([[], []]);
});

test('the nearest packet is found: segments along their length, steps on both lines', () => {
  const plot = plotted(upload);
  const at = (atMs: number, seq: number): unknown => {
    const event = nearest(plot, ns(atMs), seq);
    return event === null ? null : `${event.type} ${event.atNs / 1e6}`;
  };
  expect(at(239, 1500)).toBe('DATA 240');
  expect(at(40, 1010)).toBe('ACK 31.1');
  expect(at(520, 6000)).toBe('ACK 511');
  expect(at(551, 2001)).toBe('RST-P 541');
  expect(at(530, 2005)).toBe('FIN 530');
  expect(nearest(sequencePlot([], 'client'), 0, 0)).toBe(null);
});

test('what looks near depends on the view', () => {
  const plot = plotted((s) => {
    s.packet('client', 'DATA', 0, { seq: 1, length: 1 });
    s.packet('client', 'DATA', 10, { seq: 1000, length: 1 });
  });
  const wide = { fromNs: 0, toNs: ns(1000), fromSeq: 0, toSeq: 1000 };
  const tall = { fromNs: 0, toNs: ns(10), fromSeq: 0, toSeq: 100_000 };
  expect(nearest(plot, ns(9), 1, wide)?.seq).toBe(1);
  expect(nearest(plot, ns(9), 1, tall)?.seq).toBe(1000);
});

test('of 100,000 packets so many stay as can be told apart', () => {
  const s = tell();
  for (let at = 0; at < 100_000; at += 1) {
    const again = at % 10_000 === 9999 ? 1 : 0;
    s.packet('client', 'DATA', at * 0.1, { seq: 1 + at * 1000, length: 1000, again });
    if (at % 2 === 0) s.packet('server', 'ACK', at * 0.1, { ack: 1 + at * 1000 });
  }
  s.packet('server', 'ACK', 10_000, { ack: 1 + 1e8, window: 0 });
  s.packet('server', 'ACK', 10_000.01, { ack: 1 + 1e8 });
  const plot = sequencePlot(s.events, 'client');
  const thinned = thin(plot, 800, 400);
  expect(thinned.segments.events.length).toBeLessThan(3000);
  expect(thinned.segments.marks.filter((mark) => mark === 'retransmission')).toHaveLength(10);
  expect(thinned.steps.events.length).toBeLessThan(3000);
  expect(thinned.steps.events.filter(({ windowBytes }) => windowBytes === 0)).toHaveLength(1);
  expect(thinned.zeroWindows).toEqual(plot.zeroWindows);
});

test('a view leaves out what is outside, and keeps the steps that lead into it', () => {
  const s = tell();
  for (let at = 0; at < 10; at += 1) {
    s.packet('client', 'DATA', at * 100, { seq: 1 + at * 10, length: 10 });
    s.packet('server', 'ACK', at * 100 + 20, { ack: 11 + at * 10 });
  }
  const plot = sequencePlot(s.events satisfies TimelineEvent[], 'client');
  const { segments, steps } = thin(plot, 100, 100, {
    fromNs: ns(290),
    toNs: ns(510),
    fromSeq: 35,
    toSeq: 1000,
  });
  expect([...segments.fromSeq]).toEqual([31, 41, 51]);
  expect([...steps.ack]).toEqual(expect.arrayContaining([31, 41, 51, 61]));
});

/** Ends of the segments that stay at 10 x 10 px, of one to 501 and some more. */
function kept(story: (s: Story) => void): number[] {
  const plot = plotted((s) => {
    s.packet('client', 'DATA', 0, { seq: 1, length: 500 });
    story(s);
    s.packet('client', 'DATA', 1000, { seq: 1001, length: 1000 });
  });
  return [...thin(plot, 10, 10).segments.toSeq];
}

test('a segment goes if all it covers is covered, but not if it was lost', () => {
  expect(kept((s) => s.packet('client', 'DATA', 1, { seq: 10, length: 300 }))).toEqual([501, 2001]);
  expect(kept((s) => s.packet('client', 'DATA', 1, { seq: 10, length: 900 }))).toEqual([501, 910, 2001]);
  const lost = { seq: 10, length: 300, lost: 'somewhere' } as const;
  expect(kept((s) => s.packet('client', 'DATA', 1, lost))).toEqual([501, 310, 2001]);
});

test('of the steps in one column the first, the last and the extremes of the edge stay', () => {
  const plot = plotted((s) => {
    [500, 400, 90, 5000, 600, 700].forEach((window, at) =>
      s.packet('server', 'ACK', at / 100, { ack: 10, window }),
    );
    s.packet('server', 'ACK', 1000, { ack: 20, window: 500 });
  });
  expect([...thin(plot, 10, 10).steps.edge]).toEqual([510, 100, 5010, 710, 520]);
});

test('the step that leads into a view stays, even if the view begins with one', () => {
  const plot = plotted((s) => {
    for (let at = 0; at < 4; at += 1) s.packet('server', 'ACK', at * 100, { ack: at * 10 });
  });
  const [, , third] = plot.steps.atNs;
  const view = { ...plot.bounds, fromNs: third! };
  expect([...thin(plot, 10, 10, view).steps.ack]).toEqual([0, 10, 20, 30]);
});
