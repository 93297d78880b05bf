import { expect, test } from 'vitest';
import {
  layoutLadder,
  type EventRow,
  type Ladder,
  type LadderEnd,
  type LadderOptions,
  type LadderRow,
  type TimelineEvent,
} from '../src/index.ts';
import {
  crossing,
  crossingStreams,
  cut,
  keepaliveGivesUp,
  readerExits,
  upload,
  zeroWindow,
} from './stories.ts';
import { ns, tell } from './story.ts';

/** A row in one line: what stands at the client's end, the packet with its track, what stands at the server's end. */
function sketch(row: LadderRow): string {
  switch (row.kind) {
    case 'gap':
      return `gap ${Math.round(row.durationNs / 1e6)} ms`;
    case 'fault':
      return `fault ${row.event.what}`;
    case 'fold':
      return `fold ${row.rounds} x ${row.period}: ${row.spacing.map(({ kind }) => kind).join(' ')}`;
    case 'event':
      return [sketchEnd(row.client), sketchArrow(row), sketchEnd(row.server)].join(' | ');
  }
}

function sketchEnd(end: LadderEnd | null): string {
  if (end === null) return '';
  const call = end.call === null ? [] : [`${end.call.event.call} ${end.call.part}`];
  const kernel = end.kernel.map((event) => event.detail);
  return [...call, ...(end.state === null ? [] : [end.state.state]), ...kernel].join(', ');
}

function sketchArrow({ arrow, passing }: EventRow): string {
  const past = passing.length === 0 ? '' : ` past ${passing.join(',')}`;
  if (arrow === null) return past.trim();
  const { packet, piece, track, loss } = arrow;
  const half = piece === 'whole' ? '' : ` ${piece} on ${track}`;
  return `${packet.from === 'client' ? '>' : '<'} ${packet.type}${half}${loss === null ? '' : ` lost ${loss}`}${past}`;
}

function lay(events: readonly TimelineEvent[], options: LadderOptions = {}): string[] {
  return layoutLadder(events, { idleMs: null, fold: false, ...options }).rows.map(sketch);
}

test('a call stands with the packet it sends, and its return with the packet that ends it', () => {
  const s = tell();
  s.opening();
  expect(lay(s.events)).toEqual([
    ' |  | accept entry',
    'connect entry, SYN-SENT | > SYN | SYN-RECEIVED',
    'connect return, ESTABLISHED | < SYN-ACK | ',
    ' | > HANDSHAKE-ACK | accept return, ESTABLISHED',
  ]);
});

test('entry and return are one when no row is between them', () => {
  const s = tell();
  s.call('client', 'poll', 'IN, 100', 0, 'timeout', 100);
  s.call('client', 'recv', '', 110, '5', 20);
  s.packet('server', 'DATA', 119, { length: 5 });
  expect(lay(s.events)).toEqual(['poll whole |  | ', 'recv whole | < DATA | ']);
});

test('a return is never shown before the packet that caused it, even if a reply left in between', () => {
  const s = tell();
  s.packet('server', 'DATA', 0, { length: 5 });
  s.call('client', 'recv', '', -5, '5', 15.3);
  s.packet('client', 'ACK', 10.1);
  expect(lay(s.events)).toEqual(['recv whole | < DATA | ', ' | > ACK | ']);
});

test('a call that takes what came long before has a row of its own', () => {
  const s = tell();
  s.packet('server', 'DATA', 0, { length: 5 });
  s.call('client', 'recv', '', 40, '5');
  expect(lay(s.events)).toEqual([' | < DATA | ', 'recv whole |  | ']);
});

test('a call that no packet explains has a row of its own', () => {
  const s = tell();
  s.packet('server', 'ACK', 0);
  s.call('client', 'recv', '', 10.1, 'EAGAIN');
  expect(lay(s.events)).toEqual([' | < ACK | ', 'recv whole |  | ']);
});

test('calls of a program stay in the order they were made', () => {
  const s = tell();
  s.packet('server', 'DATA', 0, { length: 5 });
  s.call('client', 'setsockopt', '', 10.2, '0');
  s.call('client', 'recv', '', 10.5, '5');
  expect(lay(s.events)).toEqual([' | < DATA | ', 'setsockopt whole |  | ', 'recv whole |  | ']);
});

test('two packets that cross are both split', () => {
  const s = tell();
  s.packet('server', 'FIN', 0);
  s.packet('client', 'DATA', 5, { length: 9 });
  expect(lay(s.events)).toEqual([
    ' | < FIN departure on 0 | ',
    ' | > DATA departure on 1 past 0 | ',
    ' | < FIN arrival on 0 past 1 | ',
    ' | > DATA arrival on 1 | ',
  ]);
});

test('packets that follow each other in one direction are not split', () => {
  const s = tell();
  for (let at = 0; at < 3; at += 1) s.packet('client', 'DATA', at, { seq: at, length: 1 });
  expect(lay(s.events)).toEqual([' | > DATA | ', ' | > DATA | ', ' | > DATA | ']);
});

test('one packet that crosses many is split, the many are not; tracks are used again', () => {
  expect(lay(crossingStreams())).toEqual([
    ' | < FIN departure on 0 | ',
    ' | > DATA past 0 | ',
    ' | > DATA past 0 | ',
    ' | > DATA past 0 | ',
    ' | < FIN arrival on 0 | ',
    ' | > ACK | ',
    ' | < DATA departure on 0 | ',
    ' | < DATA departure on 1 past 0 | ',
    ' | > DATA past 0,1 | ',
    ' | > DATA past 0,1 | ',
    ' | < DATA arrival on 0 past 1 | ',
    ' | < DATA arrival on 1 | ',
  ]);
  expect(layoutLadder(crossingStreams()).tracks).toBe(2);
});

test('a bare acknowledgement that crosses data is the one to be split', () => {
  const s = tell();
  s.packet('client', 'DATA', 0, { length: 1 });
  s.packet('server', 'ACK', 5);
  expect(lay(s.events)).toEqual([
    ' | < ACK departure on 0 | ',
    ' | > DATA past 0 | ',
    ' | < ACK arrival on 0 | ',
  ]);
});

test('a packet that overtakes another is drawn across it', () => {
  const s = tell();
  s.packet('client', 'DATA', 0, { seq: 1, length: 1 });
  s.packet('client', 'DATA', 1, { seq: 2, length: 1 });
  const late = s.events.map((event, at) =>
    event.kind === 'packet' && at === 0 ? { ...event, arrivedNs: ns(30) } : event,
  );
  expect(lay(late)).toEqual([
    ' | > DATA departure on 0 | ',
    ' | > DATA past 0 | ',
    ' | > DATA arrival on 0 | ',
  ]);
});

test('time never runs backwards in the column of either end', () => {
  for (const story of [crossing, crossingStreams, readerExits, upload, cut]) {
    const ladder = layoutLadder(story(), { idleMs: null, fold: false });
    for (const side of ['client', 'server'] as const) {
      const times = ladder.rows.flatMap((row) => (row.kind === 'event' ? (row[side]?.atNs ?? []) : []));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  }
});

test('a fault at the router stands after what had passed it, and before what had not', () => {
  const s = tell();
  s.packet('client', 'DATA', 0, { seq: 1, length: 1 });
  s.fault('middle', 'cut both ways', 6);
  s.packet('client', 'DATA', 4, { seq: 2, length: 1, lost: 'after the router' });
  expect(lay(s.events)).toEqual([' | > DATA | ', 'fault cut both ways', ' | > DATA lost after-router | ']);
});

test('a packet is lost before the router only if something watched the router', () => {
  const s = tell();
  s.packet('client', 'SYN', 0, { lost: 'somewhere' });
  expect(lay(s.events)).toEqual([' | > SYN lost somewhere | ']);
  s.packet('client', 'SYN', 1000, { again: 1 });
  expect(lay(s.events)[0]).toBe(' | > SYN lost before-router | ');
});

test('a packet of the router that nobody received has a row at neither end', () => {
  const s = tell();
  s.packet('middle', 'ICMP-HOST-UNREACHABLE', 9, { to: 'client', lost: 'somewhere' });
  s.packet('client', 'SYN', 0, { lost: 'after the router' });
  expect(lay(s.events)).toEqual([
    ' | > SYN lost after-router | ',
    ' | < ICMP-HOST-UNREACHABLE lost somewhere | ',
  ]);
});

test('the reason of a reset stands with the reset, at its sender', () => {
  expect(lay(readerExits()).filter((row) => row.includes('RST'))).toEqual([
    'poll whole, CLOSED | < RST-P | CLOSED, TCP_TIMEWAIT_SOCKET',
  ]);
});

test('two resets in a row have one reason each', () => {
  const s = tell();
  s.packet('server', 'RST-P', 5.05);
  s.packet('server', 'RST-P', 5.06);
  s.kernel('server', 'send_reset', 'TCP_ABORT_ON_DATA', 5);
  s.kernel('server', 'send_reset', 'NO_SOCKET', 5.04);
  expect(lay(s.events)).toEqual([' | < RST-P | TCP_ABORT_ON_DATA', ' | < RST-P | NO_SOCKET']);
});

test('a kernel event without its packet has a row of its own, and a retransmit event none', () => {
  const s = tell();
  s.kernel('server', 'send_reset', 'NO_SOCKET', 5);
  s.kernel('client', 'retransmit', '', 6);
  s.kernel('client', 'receive_reset', '', 7);
  expect(lay(s.events)).toEqual([' |  | NO_SOCKET']);
});

test('an error that a call reports is not told twice', () => {
  const s = tell();
  s.kernel('client', 'error_report', 'ETIMEDOUT', 10);
  s.call('client', 'recv', '', 0, 'ETIMEDOUT', 10.2);
  s.kernel('server', 'error_report', 'ETIMEDOUT', 50);
  expect(lay(s.events)).toEqual(['recv whole |  | ', ' |  | ETIMEDOUT']);
});

test('the call that a give-up ends stands with the reset of its own kernel', () => {
  expect(lay(keepaliveGivesUp()).slice(-2)).toEqual([
    'recv return, CLOSED, TCP_KEEPALIVE_TIMEOUT | > RST-A lost before-router | ',
    ' |  | recv blocked',
  ]);
});

test('calls that never returned are named at the end, side by side', () => {
  const s = tell();
  s.call('client', 'recv', '', 0, 'blocked', null);
  s.call('server', 'accept', '', 1, 'blocked', null);
  s.packet('client', 'DATA', 5);
  expect(lay(s.events)).toEqual([
    'recv entry |  | ',
    ' |  | accept entry',
    ' | > DATA | ',
    'recv blocked |  | accept blocked',
  ]);
});

test('a call that is entered last and never returns has one row', () => {
  const s = tell();
  s.packet('client', 'DATA', 0, { length: 1 });
  s.call('client', 'recv', '', 20, 'blocked', null);
  s.call('server', 'recv', '', 20, 'blocked', null);
  expect(lay(s.events)).toEqual([' | > DATA | ', 'recv whole |  | ', ' |  | recv whole']);
});

test('idle time becomes one row; never, if so asked', () => {
  const s = tell();
  s.packet('client', 'DATA', 0, { length: 1 });
  s.packet('client', 'DATA', 100, { length: 1 });
  s.packet('client', 'DATA', 2000, { length: 1 });
  expect(lay(s.events, { idleMs: 150 })[2]).toBe('gap 1890 ms');
  expect(lay(s.events, { idleMs: null })).toHaveLength(3);
  expect(lay(s.events, { idleMs: 80 })[1]).toBe('gap 90 ms');
});

test('a split packet on its way runs through the gap', () => {
  const s = tell();
  s.packet('client', 'DATA', 0, { length: 1 });
  s.packet('server', 'FIN', 5);
  const slow = s.events.map((event) =>
    event.kind === 'packet' && event.type === 'FIN' ? { ...event, arrivedNs: ns(900) } : event,
  );
  const gap = layoutLadder(slow).rows.find(({ kind }) => kind === 'gap');
  expect(gap?.passing).toEqual([1]);
});

test('retransmissions fold to the first and the last, with what is known of their spacing', () => {
  const ladder: Ladder = layoutLadder(cut());
  const fold = ladder.rows.find((row) => row.kind === 'fold');
  expect(fold).toMatchObject({ period: 1, rounds: 14, bytes: 0 });
  expect(fold?.spacing.map(({ kind }) => kind)).toEqual(['doubling', 'constant']);
  expect(fold?.hidden).toHaveLength(14);
  expect(lay(cut()).filter((row) => row.includes('DATA lost'))).toHaveLength(17);
});

function evenData(count: number): TimelineEvent[] {
  const s = tell();
  for (let at = 0; at < count; at += 1) s.packet('client', 'DATA', at * 20, { length: 1 });
  return s.events;
}

test('four like rows do not fold, five do', () => {
  expect(lay(evenData(4), { fold: true })).toHaveLength(4);
  expect(lay(evenData(5), { fold: true })).toEqual([' | > DATA | ', 'fold 3 x 1: constant', ' | > DATA | ']);
});

test('a probe folds with its own answer', () => {
  const rows = lay(zeroWindow(), { fold: true });
  expect(rows.slice(5, 10)).toEqual([
    ' | > KEEPALIVE | ',
    ' | < ACK | ',
    'fold 4 x 2: doubling',
    ' | > KEEPALIVE | ',
    ' | < ACK | ',
  ]);
});

test('a long exchange in which nothing goes wrong is folded though its packets cross', () => {
  const ladder = layoutLadder(upload());
  const fold = ladder.rows.find((row) => row.kind === 'fold');
  expect(fold).toMatchObject({ period: null, rounds: 1 });
  expect(ladder.rows.length).toBeLessThan(20);
  expect(layoutLadder(upload(), { fold: false }).rows.length).toBeGreaterThan(100);
});

test('a stall inside an exchange is not folded away', () => {
  const s = tell();
  for (let at = 0; at < 40; at += 1) {
    s.packet('client', 'DATA', at * 3 + (at < 20 ? 0 : 900), { length: 100 });
    if (at % 3 === 0) s.packet('server', 'ACK', at * 3 + 5 + (at < 20 ? 0 : 900));
  }
  const kinds = layoutLadder(s.events).rows.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'gap')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'fold').length).toBeGreaterThan(1);
});

test('the order of the input does not matter', () => {
  for (const story of [crossing, cut, readerExits]) {
    expect(lay(story().toReversed())).toEqual(lay(story()));
  }
});

test('an empty timeline is an empty ladder', () => {
  expect(layoutLadder([])).toMatchObject({ rows: [], tracks: 0, startNs: 0 });
});
