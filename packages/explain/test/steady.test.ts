import { CaptureReader, FrameView } from '@halfopen/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionLayout } from '../src/facts/connection-facts.ts';
import { sideLayout } from '../src/facts/side-facts.ts';
import { copyOf } from '../src/rows/row-view.ts';
import { Tracker } from '../src/track/tracker.ts';
import { zeekEndpointFields } from '../src/zeek/endpoint.ts';
import { type Pair, Trace } from './support/conversation.ts';

/** All facts of all connections of a capture. `longWay`: every segment is looked at as if it were the first of its kind. */
function factsOf(
  bytes: Uint8Array,
  longWay: boolean,
): { readonly facts: readonly unknown[]; readonly short: number } {
  const tracker = new Tracker();
  const reader = new CaptureReader();
  const view = new FrameView();
  let base = -1;
  let short = 0;
  reader.push(bytes);
  while (reader.next()) {
    view.decode(reader.data, reader.offset, reader.capturedLength, reader.linkType, reader.originalLength);
    if (base < 0) base = reader.seconds;
    tracker.observe(view, reader.frameNumber, (reader.seconds - base) * 1e9 + reader.nanoseconds);
    if (tracker.row.connection.zeekBehind === 1) short += 1;
    if (longWay) tracker.row.connection.steady = 0;
  }
  tracker.finish();
  const facts: unknown[] = [];
  for (let slot = tracker.takeReady(); slot >= 0; slot = tracker.takeReady()) {
    const { connection, sides, zeek } = tracker.row;
    facts.push({
      connection: { ...copyOf(connectionLayout, connection), steady: 0 },
      // how many were oversized does not matter, only whether any was
      sides: sides.map((side) => ({ ...copyOf(sideLayout, side), oversized: Math.min(1, side.oversized) })),
      zeek: zeek.map((end) => zeekEndpointFields.map((name) => end[name])),
      history: tracker.history(slot),
    });
    tracker.release(slot);
  }
  return { facts, short };
}

type Step = readonly [what: string, bySide: boolean, size: number];

/** What ends do most of the time, and now and then something else. */
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom('data', 'ack', 'answered') },
    {
      weight: 10,
      arbitrary: fc.constantFrom(
        'lost',
        'unseen',
        'again',
        'pause',
        'silence',
        'closed window',
        'probe',
        'old',
        'far',
        'odd TTL',
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom('fin', 'abort', 'reset', 'strange SYN', 'icmp') },
  ),
  fc.boolean(),
  fc.constantFrom(1, 10, 70, 500, 1448, 4000),
);

function play(trace: Trace, { c, s }: Pair, [what, bySide, size]: Step): void {
  const from = bySide ? c : s;
  const to = bySide ? s : c;
  switch (what) {
    case 'data':
      return void from.data(size);
    case 'ack':
      return void from.ack();
    case 'answered':
      from.data(size);
      return void to.ack();
    case 'lost':
      return void from.data(size, { lost: true });
    case 'unseen':
      return void from.data(size, { unseen: true });
    case 'again':
      return void from.again();
    case 'pause':
      return trace.wait(300);
    case 'silence':
      return trace.wait(size * 20);
    case 'closed window':
      from.window = from.window === 0 ? 64_256 : 0;
      return void from.ack();
    case 'probe':
      return void from.probe();
    case 'old':
      return void from.ack({ ack: (from.expected - size) >>> 0 });
    case 'far':
      return void from.data(size, { seq: (from.next + size) >>> 0, lost: true });
    case 'odd TTL':
      return void from.data(size, { ttl: 33 });
    case 'fin':
      return void from.fin();
    case 'abort':
      return void from.abort();
    case 'reset':
      return void from.reset(to.last!);
    case 'strange SYN':
      return void trace.open({ clientIsn: size * 1000 }).c.syn({ lost: true });
    default:
      trace.icmp(from.last!, 3, 1);
  }
}

describe('the short way for segments in order', () => {
  it('comes to the same facts as the long one', () => {
    let short = 0;
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 10, maxLength: 80, size: 'max' }),
        fc.constantFrom(1_000_000, 0xffff_ffff - 3000, 0x7fff_ffff - 3000),
        fc.boolean(),
        (steps, isn, timestamps) => {
          const trace = new Trace({ clientIsn: isn, serverIsn: isn, timestamps });
          const pair = trace.opened();
          for (const each of steps) play(trace, pair, each);
          const bytes = trace.bytes();
          const quick = factsOf(bytes, false);
          short += quick.short;
          expect(quick.facts).toEqual(factsOf(bytes, true).facts);
        },
      ),
      { numRuns: 400 },
    );
    expect(short).toBeGreaterThan(1000);
  }, 60_000);

  it('is what a long transfer takes', () => {
    const trace = new Trace({ clientIsn: 0xffff_ffff - 100_000 });
    const { c, s } = trace.opened();
    for (let each = 0; each < 500; each += 1) {
      c.data(1448);
      c.data(1448);
      s.ack();
    }
    const quick = factsOf(trace.bytes(), false);
    expect(quick.short).toBeGreaterThan(1400);
    expect(quick.facts).toEqual(factsOf(trace.bytes(), true).facts);
  });
});
