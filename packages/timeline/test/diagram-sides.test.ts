import { expect, test } from 'vitest';
import { layoutDiagram } from '../src/index.ts';
import { laid, only } from './diagram-told.ts';
import { orderlyClose, readerExits } from './stories.ts';

test('a call reaches from entry to return, and is named again where it took long', () => {
  const diagram = layoutDiagram([readerExits()]);
  const { yOf } = diagram.axis;
  const calls = only(diagram, 'call').map(({ event, y1, y2, returned, returnLabel }) => {
    expect([y1, y2]).toEqual([yOf(event.atNs), yOf(event.returnedNs!)]);
    if (returnLabel !== null) expect(returnLabel.y).toBe(y2);
    return `${event.call} ${returned ? 'returned' : 'open'}${returnLabel === null ? '' : ' again'}`;
  });
  expect(calls).toEqual([
    'connect returned again',
    'accept returned again',
    'close returned',
    'send returned',
    'poll returned again',
    'send returned',
    'recv returned',
  ]);
});

test('a short call is named again only if a packet came in its middle', () => {
  for (const comes of [false, true]) {
    const diagram = laid((s) => {
      s.call('client', 'recv', '', 10, '1', 1);
      s.packet('server', 'DATA', comes ? 0.4 : 10.4);
      s.packet('client', 'ACK', 10.6);
    });
    expect(only(diagram, 'call')[0]!.returnLabel !== null).toBe(comes);
  }
});

test('a call that does nothing but wait is named again below the gap', () => {
  const [poll] = only(
    laid((s) => s.call('client', 'poll', '', 0, 'timeout', 500)),
    'call',
  );
  expect(poll!.returnLabel?.y).toBe(poll!.y2);
  const [quick] = only(
    laid((s) => s.call('client', 'poll', '', 0, 'timeout', 50)),
    'call',
  );
  expect(quick!.returnLabel).toBe(null);
});

test.each(['blocked', 'ETIMEDOUT'])(
  'a call that never returned in sight (%s) is open to the end',
  (result) => {
    const diagram = laid((s) => {
      s.call('server', 'recv', '', 0, result, null);
      s.packet('client', 'DATA', 5);
    });
    expect(only(diagram, 'call')[0]).toMatchObject({
      returned: false,
      y2: diagram.heightPx,
      returnLabel: null,
    });
  },
);

test('calls of one side that overlap stand beside each other', () => {
  const diagram = laid((s) => {
    s.call('client', 'a', '', 0, '0', 50);
    s.call('client', 'b', '', 10, '0', 10);
    s.call('server', 'c', '', 11, '0', 20);
    s.call('client', 'd', '', 30, '0', 10);
    s.call('client', 'e', '', 60, '0', 10);
    for (let at = 0; at < 5; at += 1) s.call('client', 'f', '', 61 + at, '0', 1000);
  });
  expect(only(diagram, 'call').map(({ event, track }) => `${event.call}${track}`)).toEqual([
    'a0',
    'b1',
    'c0',
    'd1',
    'e0',
    'f1',
    'f2',
    'f3',
    'f3',
    'f3',
  ]);
});

test('a call that begins as another ends takes its place', () => {
  const diagram = laid(
    (s) => {
      s.call('client', 'a', '', 0, '0', 10);
      s.call('client', 'b', '', 10, '0', 10);
    },
    { scale: 'true' },
  );
  expect(only(diagram, 'call').map(({ track }) => track)).toEqual([0, 0]);
});

test('a state lasts until the next of its side, the last until the end', () => {
  const diagram = layoutDiagram([orderlyClose()]);
  for (const side of ['client', 'server'] as const) {
    const states = only(diagram, 'state').filter(({ event }) => event.side === side);
    states.forEach((state, at) => expect(state.y2).toBe(states[at + 1]?.y1 ?? diagram.heightPx));
    expect(states.every(({ lane }) => lane === `${side}-state`)).toBe(true);
    expect(states.length).toBeGreaterThan(3);
  }
});
