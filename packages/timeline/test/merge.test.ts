import { expect, test } from 'vitest';
import { mergeEvents, momentsOf, type TimelineEvent } from '../src/index.ts';
import { ns, tell } from './story.ts';

function label(event: TimelineEvent): string {
  switch (event.kind) {
    case 'packet':
      return event.type;
    case 'call':
      return event.call;
    case 'state':
      return event.state;
    case 'kernel':
      return event.event;
    case 'fault':
      return event.what;
  }
}

function describeMoments(events: readonly TimelineEvent[]): string[] {
  return momentsOf(events).map(({ edge, place, event }) => `${place} ${edge} ${label(event)}`);
}

test('events of several sources come in order of time', () => {
  const calls = tell();
  calls.call('client', 'send', '', 3, '1');
  calls.call('client', 'recv', '', 1, '1');
  const packets = tell();
  packets.packet('client', 'DATA', 2);
  packets.packet('server', 'ACK', 0);
  expect(mergeEvents(calls.events, packets.events).map(label)).toEqual(['ACK', 'recv', 'DATA', 'send']);
});

test('the order of the sources does not matter where kinds or sides differ', () => {
  const calls = tell();
  calls.call('client', 'connect', '', 1, '0');
  const states = tell();
  states.state('client', 'SYN-SENT', 1);
  const packets = tell();
  packets.packet('client', 'SYN', 1);
  const inOneOrder = mergeEvents(calls.events, states.events, packets.events);
  const inAnother = mergeEvents(packets.events, states.events, calls.events);
  expect(inOneOrder.map(label)).toEqual(['connect', 'SYN-SENT', 'SYN']);
  expect(inAnother).toEqual(inOneOrder);
});

test('what nothing decides keeps its order', () => {
  const s = tell();
  s.packet('client', 'DATA', 1, { seq: 9 });
  s.packet('client', 'DATA', 1, { seq: 1 });
  expect(mergeEvents(s.events)).toEqual(s.events);
});

test('at one instant a call is entered before its packet leaves', () => {
  const s = tell();
  s.packet('client', 'FIN', 5);
  s.call('client', 'close', '', 5, '0', 1);
  expect(describeMoments(s.events)).toEqual([
    'client entry close',
    'client departure FIN',
    'client return close',
    'server arrival FIN',
  ]);
});

test('at one instant a packet arrives, then the state changes, then the answer leaves, then the call returns', () => {
  const s = tell();
  s.call('client', 'connect', '', 0, '0', 10.08);
  s.packet('client', 'HANDSHAKE-ACK', 10.08);
  s.state('client', 'ESTABLISHED', 10.08);
  s.packet('server', 'SYN-ACK', 0);
  expect(describeMoments(s.events).slice(2, 6)).toEqual([
    'client arrival SYN-ACK',
    'client now ESTABLISHED',
    'client departure HANDSHAKE-ACK',
    'client return connect',
  ]);
});

test('a packet without time of flight leaves before it arrives, and what follows at its receiver comes after', () => {
  const s = tell();
  s.state('server', 'SYN-RECEIVED', 1, 'inferred');
  s.packet('client', 'SYN', 1);
  s.state('client', 'SYN-SENT', 1);
  s.call('client', 'connect', '', 1, '0', 20);
  const events = s.events.map((event) =>
    event.kind === 'packet' ? { ...event, arrivedNs: event.atNs } : event,
  );
  expect(describeMoments(events).slice(0, 5)).toEqual([
    'client entry connect',
    'client now SYN-SENT',
    'client departure SYN',
    'server arrival SYN',
    'server now SYN-RECEIVED',
  ]);
  expect(mergeEvents(events).map(label)).toEqual(['connect', 'SYN-SENT', 'SYN', 'SYN-RECEIVED']);
});

test('a fault comes before what happens at the same instant', () => {
  const s = tell();
  s.call('client', 'send', '', 1, '1');
  s.fault('middle', 'cut', 1);
  expect(mergeEvents(s.events).map(label)).toEqual(['cut', 'send']);
});

test('an event that never ends has one moment', () => {
  const s = tell();
  s.call('client', 'recv', '', 1, 'blocked', null);
  s.packet('client', 'DATA', 2, { lost: 'somewhere' });
  expect(momentsOf(s.events).map(({ atNs }) => atNs)).toEqual([ns(1), ns(2)]);
});
