import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTruth } from '../src/library/truth.ts';

const truth = {
  schema: 'halfopen.truth/1',
  case: 'close-unread',
  variant: 'plain',
  outcome: 'as-expected',
  surprises: [],
  client: { address: '10.1.1.2', port: 20_000 },
  server: { address: '10.1.1.130', port: 8080 },
  oneWayDelayNs: 10_000_000,
  kernel: '6.18.0',
  kernelTrace: true,
  seed: 1,
  timeline: [
    {
      kind: 'call',
      side: 'client',
      program: 'client',
      call: 'close',
      args: '',
      atNs: 1,
      returnedNs: 2,
      result: '0',
    },
    { kind: 'fault', at: 'middle', atNs: 3, what: 'cut both ways' },
  ],
};

describe('truth.json', () => {
  it('is read', () => {
    const { run, events, client } = readTruth(JSON.stringify(truth));
    expect(run.name).toBe('close-unread/plain');
    expect(run.circumstances[0]).toBe('10 ms each way, seed 1, Linux 6.18.0');
    expect(client.port).toBe(20_000);
    expect(events).toEqual([{ ...truth.timeline[0], how: 'observed' }, truth.timeline[1]]);
  });

  it.each([
    ['no JSON', '{', 'no JSON'],
    ['something else', '{"schema":"x"}', 'not halfopen.truth/1'],
    ['without ends', JSON.stringify({ ...truth, client: 7 }), 'two ends'],
    ['without a case', JSON.stringify({ ...truth, case: '__proto__' }), 'no case'],
    ['with a strange event', JSON.stringify({ ...truth, timeline: [{ kind: 'toString' }] }), 'timeline'],
    [
      'with a state that there is not',
      JSON.stringify({
        ...truth,
        timeline: [{ kind: 'state', side: 'client', atNs: 1, state: 'FOO', how: 'observed' }],
      }),
      'timeline',
    ],
    [
      'with a kernel that says something else',
      JSON.stringify({
        ...truth,
        timeline: [{ kind: 'kernel', side: 'client', atNs: 1, event: 'foo', detail: '' }],
      }),
      'timeline',
    ],
    [
      'with an event nowhere',
      JSON.stringify({ ...truth, timeline: [{ ...truth.timeline[0], side: '<img>' }] }),
      'timeline',
    ],
    [
      'with a time that is none',
      JSON.stringify({ ...truth, timeline: [{ kind: 'fault', at: 'middle', atNs: 'x', what: '' }] }),
      'timeline',
    ],
  ])('%s is refused', (_what, text, why) => {
    expect(() => readTruth(text)).toThrow(why);
  });

  it('of any shape is read or refused in words', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => readTruth(text)).toThrow(/^truth\.json can't be used/);
      }),
    );
  });
});
