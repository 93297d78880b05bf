import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Explainer, type PacketsWanted, recordWithStory, type Story } from '../src/index.ts';
import { anyScript, type Script, traceOf } from './support/any-conversation.ts';
import { opened, told } from './support/calls.ts';
import { type Pair, Trace } from './support/conversation.ts';

function storiesOf(trace: Trace, packets: PacketsWanted): Story[] {
  const explainer = new Explainer({ file: 'x', packets });
  explainer.push(trace.bytes());
  explainer.finish();
  const stories: Story[] = [];
  for (let finding = explainer.take(); finding !== null; finding = explainer.take()) {
    stories.push(recordWithStory(finding).story);
    explainer.release(finding);
  }
  return stories;
}

/** A story that begins with a handshake, a question and its answer; then come 200 more packets. */
function long(end: (pair: Pair) => unknown, packets: PacketsWanted): Story {
  const trace = new Trace();
  const pair = opened(trace);
  for (let round = 0; round < 100; round += 1) {
    trace.wait(8);
    pair.s.data(100);
    pair.c.ack();
  }
  end(pair);
  return storiesOf(trace, packets)[0]!;
}

function framesOf({ events }: Story): number[] {
  return events.flatMap((event) => (event.kind === 'packet' ? Object.values(event.frames) : []));
}

function callsOf({ events }: Story): string[] {
  return events.flatMap((event) => (event.kind === 'call' ? [told(event)] : []));
}

function statesOf({ events }: Story): string[] {
  return events.flatMap((event) => (event.kind === 'state' ? [`${event.side} ${event.state}`] : []));
}

const established = ['client SYN-SENT', 'server SYN-RECEIVED', 'client ESTABLISHED', 'server ESTABLISHED'];

function close({ c, s }: Pair): void {
  c.fin();
  s.ack();
  s.fin();
  c.ack();
}

/** No end opens late or closes twice, and nothing comes behind a reset: what matters first may be dropped of such. */
function endsOnce({ steps }: Script): boolean {
  const closing = steps.flatMap(([side, what]) => (what.startsWith('FIN') ? [side] : []));
  const reset = steps.findIndex(([, what]) => what === 'abort' || what === 'reset');
  if (steps.some(([, what]) => what.startsWith('SYN'))) return false;
  return new Set(closing).size === closing.length && (reset < 0 || reset === steps.length - 1);
}

/** Calls, and states from some time on. */
function followingFrom({ events }: Story, fromNs: number): readonly string[] {
  return events
    .filter((event) => event.kind === 'call' || (event.kind === 'state' && event.atNs >= fromNs))
    .map((event) => JSON.stringify(event));
}

describe('of a long connection', () => {
  it('the first and the last packets are kept, and it is told where the others were', () => {
    const story = long(close, { most: 20, last: 5 });
    expect(framesOf(story)).toEqual([
      ...Array.from({ length: 15 }, (_, at) => at + 1),
      206,
      207,
      208,
      209,
      210,
    ]);
    expect(story.dropped).toBe(190);
    const times = story.events.flatMap((event) => (event.kind === 'packet' ? [event.atNs] : []));
    expect(story.gap).toEqual({ afterNs: times[14], untilNs: times[15], packets: 190 });
  });

  it('all are kept where there is just room', () => {
    const story = long(close, { most: 210, last: 50 });
    expect(framesOf(story)).toEqual(Array.from({ length: 210 }, (_, at) => at + 1));
    expect(story).not.toHaveProperty('gap');
    expect(framesOf(long(close, { most: 209, last: 50 }))).toHaveLength(209);
  });

  it('the first packets are kept where no others are asked for', () => {
    const story = long(close, { most: 20 });
    expect(framesOf(story)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    expect(story.gap).toMatchObject({ untilNs: null, packets: 190 });
    expect(callsOf(story)).toEqual([]);
    expect(statesOf(story)).toEqual(established);
  });

  it('what is sent again counts, though its first sending was dropped', () => {
    const story = long(
      ({ s }) => {
        s.data(7, { lost: true });
        s.again({ lost: true });
        s.again({ lost: true });
      },
      { most: 20, last: 2 },
    );
    expect(
      story.events.flatMap((event) => (event.kind === 'packet' ? [event.retransmission] : [])).slice(-2),
    ).toEqual([1, 2]);
  });

  it('an end is told as if nothing had been dropped', () => {
    const wanted = { most: 20, last: 8 };
    const whole = long(close, { most: 1000 });
    expect(callsOf(long(close, wanted))).toEqual(callsOf(whole));
    expect(statesOf(long(close, wanted))).toEqual(statesOf(whole));
    expect(statesOf(whole).length).toBeGreaterThan(established.length);
  });

  it('a reset ends it, whatever was dropped', () => {
    const story = long(({ s }) => s.abort(), { most: 16, last: 3 });
    expect(callsOf(story)).toEqual([
      'client recv ECONNRESET: 1006+1',
      'client send EPIPE: 1006+2',
      'server close 0: 1006',
    ]);
    expect(statesOf(story)).toEqual([...established, 'server CLOSED', 'client CLOSED']);
  });

  it('an end that may have closed before is not told of', () => {
    const story = long(
      ({ c, s }) => {
        c.fin();
        s.ack();
        for (let round = 0; round < 20; round += 1) s.data(5);
        c.ack();
        s.fin();
        c.ack();
      },
      { most: 16, last: 4 },
    );
    expect(statesOf(story)).toEqual(established);
    expect(callsOf(story)).toEqual(['server close 0: 1029']);
  });

  it('no call is told that all of its packets would not tell, and no state behind the gap', () => {
    fc.assert(
      fc.property(anyScript.filter(endsOnce), fc.nat(8), fc.nat(6), (script, most, last) => {
        const whole = storiesOf(traceOf(script), { most: 1000 });
        storiesOf(traceOf(script), { most: 5 + most + last, last }).forEach((story, at) => {
          const all = followingFrom(whole[at]!, -Infinity);
          const fromNs = story.gap === undefined ? -Infinity : (story.gap.untilNs ?? Infinity);
          for (const event of followingFrom(story, fromNs)) expect(all).toContain(event);
        });
      }),
      { numRuns: 300 },
    );
  });
});
