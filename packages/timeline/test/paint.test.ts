import { expect, test } from 'vitest';
import {
  layoutLadder,
  type PacketEvent,
  paintLadder,
  type TextOptions,
  type TimelineEvent,
} from '../src/index.ts';
import { printable } from '../src/ladder/text/foreign.ts';
import { wrap } from '../src/ladder/text/line.ts';
import { isPrintable, withoutColour } from './plain.ts';
import * as stories from './stories.ts';
import { tell } from './story.ts';

function paint(events: readonly TimelineEvent[], options: Partial<TextOptions> = {}): string {
  return paintLadder(layoutLadder(events), { width: 120, colour: false, ascii: false, ...options });
}

function oneCall(call: string, args: string, result: string, tookMs: number | null = 0.03): string {
  const s = tell();
  s.call('client', call, args, 0, result, tookMs);
  return paint(s.events, { width: 60 }).split('\n')[0]?.slice('0.0000  client  '.length) ?? '';
}

test.each([
  ['send', '"hello"', '6', 'send("hello") = 6'],
  ['recv', '', 'ECONNRESET', 'recv() = -1 ECONNRESET'],
  ['recv', '', '0', 'recv() = 0  end of file'],
  ['close', '', '0', 'close() = 0'],
  ['getsockopt', 'SO_ERROR', 'ECONNREFUSED', 'getsockopt(SO_ERROR) = ECONNREFUSED'],
  ['poll', 'IN|OUT', 'ready IN|OUT', 'poll(IN|OUT) = ready IN|OUT'],
  ['poll', '', 'timeout', 'poll() = timeout'],
  ['send', '"x"', 'killed SIGPIPE', 'send("x") *** killed by SIGPIPE'],
])('%s(%s) with result %s reads %s', (call, args, result, text) => {
  expect(oneCall(call, args, result)).toBe(text);
});

test('a call that took long says how long, and one that never returned that it is blocked', () => {
  expect(oneCall('connect', 'a:1', '0', 20.1)).toBe('connect(a:1) = 0  (20.1 ms)');
  expect(oneCall('recv', '', 'blocked', null)).toBe('recv() … still blocked');
});

test('a further program is named, the side’s own is not', () => {
  const s = tell();
  s.call('client', 'connect', 'a:1', 0, '0');
  const further = s.events.map((event) => (event.kind === 'call' ? { ...event, program: 'second' } : event));
  expect(paint(further)).toContain('second: connect(a:1) = 0');
  expect(paint(s.events)).not.toContain('client: connect');
});

test('errno and state names are never cut, however narrow the ladder', () => {
  const s = tell();
  s.call('client', 'getsockopt', 'SO_ERROR and a good deal more than fits', 0, 'ECONNREFUSED');
  s.call('server', 'connect', 'a rather long name of a host:8080', 1, 'ECONNABORTED');
  s.state('client', 'SYN-RECEIVED', 5, 'inferred');
  s.state('server', 'SYN-RECEIVED', 6);
  s.packet('client', 'DATA', 7, { length: 123_456, again: 12 });
  for (let width = 40; width <= 130; width += 1) {
    const text = paint(s.events, { width });
    for (const name of ['ECONNREFUSED', 'ECONNABORTED', '(SYN-RECEIVED)']) expect(text).toContain(name);
  }
});

test('foreign text cannot move the cursor, colour, hide or reorder anything', () => {
  expect(printable('a\n\r\t\0\x1b[31m\x7f\u009b', true)).toBe('a\\n\\r\\t\\0\\x1b[31m\\x7f\\x9b');
  expect(printable('é “x” 日\u202e\u200b\u{1f600}', true)).toBe(
    'é “x” \\u{65e5}\\u{202e}\\u{200b}\\u{1f600}',
  );
  expect(printable('é', false)).toBe('\\xe9');
  const s = tell();
  s.call('client', 'send', '"\x1b[2J\x07\n"', 0, '7\x1b[31m');
  s.fault('middle', 'cut\x1b[0m\n', 1);
  s.kernel('client', 'send_reset', 'A\x1bB', 2);
  const text = paintLadder(
    layoutLadder(s.events, { title: 'evil\x1b[31m', names: { client: '\x1bc', server: 'server' } }),
    { width: 80, colour: false, ascii: false },
  );
  expect(isPrintable(text)).toBe(true);
});

test('ASCII means seven bits and nothing else', () => {
  for (const story of Object.values(stories)) {
    for (const width of [50, 80, 120]) {
      expect(paint(story(), { width, ascii: true })).toMatch(/^[\n -~]*$/);
    }
  }
});

test('colour adds sequences and changes nothing else', () => {
  for (const story of Object.values(stories)) {
    const coloured = paint(story(), { colour: true });
    expect(withoutColour(coloured)).toBe(paint(story()));
    for (const line of coloured.split('\n')) {
      const sequences = line.split('\x1b[').slice(1);
      if (sequences.length > 0) expect(sequences.at(-1)).toMatch(/^0m/);
    }
  }
});

test('a reset stands out without colour', () => {
  expect(paint(stories.readerExits())).toMatch(/◀━+ RST-P ━+┥/);
  expect(paint(stories.readerExits(), { ascii: true })).toMatch(/<=+ RST-P =+\|/);
});

test('a closed window is always told', () => {
  for (const width of [40, 80, 120]) expect(paint(stories.zeroWindow(), { width })).toContain('win 0');
});

test('sequence numbers are shown where there is room on every arrow', () => {
  expect(paint(stories.refused(), { width: 120 })).toContain('seq 0 ack 1');
  expect(paint(stories.cut(), { width: 80 })).not.toContain('seq');
});

test('one byte is singular', () => {
  const s = tell();
  s.packet('client', 'DATA', 0, { length: 1 });
  s.packet('client', 'FIN', 20, { length: 28 });
  expect(paint(s.events)).toContain('DATA 1 byte ');
  expect(paint(s.events)).toContain('FIN + 28 bytes');
});

test('the legend explains what occurs and nothing else', () => {
  const quiet = tell();
  quiet.packet('client', 'DATA', 0, { length: 1 });
  expect(paint(quiet.events).trimEnd().split('\n')).toHaveLength(2);
  expect(paint(stories.refused())).toContain('RST-S: a SYN was refused');
  expect(paint(stories.refused())).not.toContain('RST-P');
  expect(paint(stories.refused())).not.toContain('inferred');
  expect(paint(stories.orderlyClose())).toContain('(STATE): inferred');
});

test('one column of times does not run backwards where two packets cross', () => {
  for (const story of [stories.crossing, stories.crossingStreams, stories.orderlyClose, stories.upload]) {
    const shown = paint(story(), { width: 80 }).split('\n');
    const times = shown.flatMap((line) => /^ *→?(\d+\.\d+) /.exec(line)?.slice(1, 2).map(Number) ?? []);
    expect(times.length).toBeGreaterThan(1);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
});

test('more packets on their way than there is room for are told apart by number', () => {
  const s = tell();
  for (let at = 0; at < 30; at += 1) {
    s.packet('client', 'FIN', at * 0.1, { seq: at });
    s.packet('server', 'FIN', at * 0.1, { seq: at });
  }
  const text = paintLadder(layoutLadder(s.events, { fold: false }), {
    width: 72,
    colour: false,
    ascii: false,
  });
  expect(text).toMatch(/FIN ─+\(\d+\)/);
  expect(text).toMatch(/\(\d+\)─+▶/);
  expect(text).toContain('╮ ╰ or (n)');
});

test('text is wrapped at spaces, then after underscores', () => {
  expect(wrap('kernel: TCP_TIMEWAIT_SOCKET', 20)).toEqual(['kernel:', 'TCP_TIMEWAIT_SOCKET']);
  expect(wrap('TCP_TIMEWAIT_SOCKET', 15)).toEqual(['TCP_TIMEWAIT_', 'SOCKET']);
  expect(wrap('', 10)).toEqual(['']);
});

function numbered(frames: PacketEvent['frames'], options: Partial<TextOptions> = {}, again = 0): string {
  const s = tell();
  s.packet('client', 'DATA', 0, { length: 28, again, window: again === 0 ? 64_256 : 0 });
  s.packet('middle', 'ICMP-HOST-UNREACHABLE', 20, { to: 'client' });
  const events = s.events.map((event) => (event.kind === 'packet' ? { ...event, frames } : event));
  return paintLadder(layoutLadder(events, { frames: true }), {
    width: 120,
    colour: false,
    ascii: false,
    ...options,
  });
}

test('frame numbers stand behind a packet’s name where they are asked for', () => {
  expect(numbered({ server: 9 })).toContain(' DATA 28 bytes #9  seq 1 ack 1 ');
  expect(numbered({ server: 9 })).toContain('unreachable #9 ');
  expect(numbered({ server: 9 }, {}, 2)).toContain(' DATA 28 bytes, again (2) #9  win 0  seq 1 ack 1 ');
  expect(numbered({ server: 9 }, { width: 60 })).toMatch(/client {2}DATA 28 bytes #9 .*server/);
  expect(numbered({ server: 9 })).toContain('#n: frame n of the capture');
});

test('frame numbers of several captures say whose they are', () => {
  const both = numbered({ client: 8, server: 9 });
  expect(both).toContain(' DATA 28 bytes #c8 s9  seq 1 ack 1 ');
  expect(both).toContain("#c1 s2: frame 1 of the client's capture, 2 of the server's");
  expect(numbered({ client: 8, middle: 7, server: 9 })).toContain(' #c8 s9 ');
  const near = numbered({ middle: 7, server: 9 });
  expect(near).toContain(' #m7 s9 ');
  expect(near).toContain("#m1 s2: frame 1 of the router's capture, 2 of the server's");
});

test('a frame number says whose it is where others are of another capture', () => {
  const s = tell();
  s.packet('client', 'DATA', 0, { length: 28 });
  s.packet('client', 'DATA', 400, { length: 28, again: 1, lost: 'somewhere' });
  const frames = [{ client: 1, server: 1 }, { client: 2 }];
  const events = s.events
    .filter((event) => event.kind === 'packet')
    .map((event, at) => ({ ...event, frames: frames[at]! }));
  const text = paintLadder(layoutLadder(events, { frames: true }), {
    width: 120,
    colour: false,
    ascii: false,
  });
  expect(text).toContain(' #c1 s1 ');
  expect(text).toContain(' #c2 ');
});

test('frame numbers are not shown unless they are asked for', () => {
  expect(numbered({})).not.toContain('#');
  const s = tell();
  s.packet('client', 'DATA', 0, { length: 28 });
  expect(
    paint(s.events.map((event) => (event.kind === 'packet' ? { ...event, frames: { client: 3 } } : event))),
  ).not.toContain('#');
});

test('a reset in a side’s name is told from one of that side', () => {
  const s = tell();
  s.packet('middle', 'RST-A', 20, { to: 'client' });
  const text = paint(s.events);
  expect(text).toMatch(/│◀━+ RST-A .*━┥ +│/);
  expect(text).toContain('◀━━┥: sent on the way, in the name of the far side');
  expect(text).not.toContain('sent by a router');
  expect(text).not.toContain('a live socket was aborted');
});

test('a frame number is the last thing to go for want of room', () => {
  const wide = numbered({ client: 123_456_789 }, { width: 40 });
  expect(wide).toContain('DATA');
  for (let width = 60; width <= 140; width += 1)
    expect(numbered({ client: 12_345 }, { width }, 3)).toContain(' #12345 ');
});
