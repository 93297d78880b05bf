import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type InFlight, inFlightOf, type TimelineEvent } from '../src/index.ts';
import { events } from './any-events.ts';
import { zeroWindow } from './stories.ts';
import { tell, type Story } from './story.ts';

/** What was on its way after each packet, in the order of the story. */
function flights(story: (s: Story) => void): string[] {
  const s = tell();
  story(s);
  return sketch(s.events);
}

function sketch(list: readonly TimelineEvent[]): string[] {
  const known: ReadonlyMap<TimelineEvent, InFlight> = inFlightOf(list);
  return list.flatMap((event) => {
    const flight = known.get(event);
    return flight === undefined ? [] : [`${flight.bytes}/${flight.windowBytes ?? '?'} ${flight.window}`];
  });
}

test('bytes are in flight until their acknowledgement is back', () => {
  expect(
    flights((s) => {
      s.packet('client', 'SYN', 0, { seq: 0, ack: null, window: 1000 });
      s.packet('server', 'SYN-ACK', 10.1, { seq: 0, window: 500 });
      s.packet('client', 'HANDSHAKE-ACK', 20.2);
      s.packet('client', 'DATA', 20.3, { length: 100 });
      s.packet('client', 'DATA', 20.4, { seq: 101, length: 100 });
      s.packet('server', 'ACK', 30.5, { ack: 101, window: 450 });
      s.packet('client', 'DATA', 40, { seq: 201, length: 100 });
      s.packet('client', 'DATA', 41, { seq: 301, length: 100 });
      s.packet('client', 'FIN', 42, { seq: 401 });
    }),
  ).toEqual([
    '0/? open',
    '0/1000 open',
    '0/500 open',
    '100/500 open',
    '200/500 open',
    '0/64256 open',
    '300/500 open',
    '300/450 open',
    '300/450 open',
  ]);
});

test('a window that is used up is full, and one of 0 is zero', () => {
  const found = sketch(zeroWindow());
  expect(found.slice(11, 13)).toEqual(['17376/? open', '0/64256 open']);
  expect(found[13]).toBe('0/0 zero');
  expect(
    flights((s) => {
      s.packet('server', 'ACK', 0, { window: 200 });
      s.packet('client', 'DATA', 20, { length: 100 });
      s.packet('client', 'DATA', 21, { seq: 101, length: 100 });
      s.packet('client', 'DATA', 22, { length: 100, again: 1 });
    }),
  ).toEqual(['0/? open', '100/200 open', '200/200 full', '200/200 full']);
});

test('what was lost, what comes late, resets and errors say nothing of windows', () => {
  expect(
    flights((s) => {
      s.packet('client', 'DATA', 0, { length: 100 });
      s.packet('server', 'ACK', 15, { ack: 101, window: 7000 });
      s.packet('server', 'ACK', 16, { ack: 1, window: 8000 });
      s.packet('server', 'DATA', 16.5, { ack: 101, seq: 10, length: 1, window: 6000 });
      s.packet('server', 'ACK', 17, { ack: 101, seq: 5, window: 9000 });
      s.packet('server', 'ACK', 18, { ack: 101, seq: 11, window: 5000, lost: 'somewhere' });
      s.packet('server', 'RST-P', 19, { ack: null });
      s.packet('middle', 'ICMP-OTHER', 20, { to: 'client', ack: null, window: 0 });
      s.packet('client', 'DATA', 40, { seq: 101, length: 50 });
    }).at(-1),
  ).toBe('50/6000 open');
});

test('a SYN can carry bytes', () => {
  expect(flights((s) => s.packet('client', 'SYN', 0, { seq: 0, ack: null, length: 10 }))).toEqual([
    '10/? open',
  ]);
});

test('a SYN is no byte', () => {
  expect(
    flights((s) => {
      s.packet('client', 'SYN', 0, { seq: 0, ack: null });
      s.packet('client', 'DATA', 20, { length: 100 });
    }),
  ).toEqual(['0/? open', '100/? open']);
});

test('every segment has its entry, and none is negative', () => {
  fc.assert(
    fc.property(events, (list) => {
      const known = inFlightOf(list);
      const segments = list.filter(
        (each) => each.kind === 'packet' && each.from !== 'middle' && !each.type.startsWith('ICMP'),
      );
      expect([...known.keys()].length).toBe(segments.length);
      for (const each of known.values()) {
        expect(each.bytes).toBeGreaterThanOrEqual(0);
        expect(each.window === 'zero').toBe(each.windowBytes === 0);
      }
    }),
  );
});
