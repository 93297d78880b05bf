import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Job,
  type RunFailure,
  type RunResult,
  type ScheduleChoice,
  faultNamed,
  makeSchedule,
  subjects,
  work,
} from '@halfopen/proof';
import { proofUnavailable } from './availability.ts';

const choice: ScheduleChoice = { faults: [], maxFaults: 1, load: null, side: null, realTime: false };

function subject(name: string): Job['subject'] {
  const found = subjects.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(name);
  return found;
}

function jobs(names: readonly string[], fault: string, load: ScheduleChoice['load'], seed: number): Job[] {
  const chosen = faultNamed(fault);
  if (chosen === undefined) throw new RangeError(fault);
  const schedule = makeSchedule(seed, { ...choice, faults: [chosen], load });
  return names.map((name) => ({ subject: subject(name), schedule }));
}

describe.skipIf(proofUnavailable() !== null)('under the same schedules', () => {
  const results: (RunResult | RunFailure)[] = [];
  const both = ['session', 'net'];
  const planned: readonly Job[] = [
    ...jobs(both, 'rst-write', 'full', 1),
    ...jobs(both, 'rst-slow', 'full', 2),
    ...jobs(both, 'fin-both', 'full', 3),
    ...jobs(both, 'nat-forget', 'idle', 4),
    ...jobs(['session'], 'black-hole', 'full', 5),
    ...jobs(['session'], 'peer-stop', 'full', 6),
    ...jobs(['session'], 'zero-window', 'idle', 7),
    ...jobs(['session'], 'loop-block', 'busy', 8),
    ...jobs(['session'], 'accept-die', 'busy', 9),
    ...jobs(['session'], 'syn-lost-dual', 'idle', 10),
    ...jobs(['session'], 'kill-server', 'full', 11),
    ...jobs(['session'], 'host-crash', 'busy', 12),
    ...jobs(['session-stored'], 'kill-server', 'full', 13),
    ...jobs(['session-stored'], 'kill-client', 'full', 14),
  ];

  beforeAll(async () => {
    const { signal } = new AbortController();
    await work(planned, {
      workers: 8,
      profile: 'fast',
      realTime: false,
      signal,
      done: (_, result) => results.push(result),
    });
  });

  const told = (name: string, fault: string): RunResult | undefined =>
    results.find(
      (result): result is RunResult =>
        'verdict' in result && result.subject === name && result.schedule.faults[0]?.fault === fault,
    );

  it('every run could be made', () => {
    expect(results).toHaveLength(planned.length);
    expect(results.filter((result) => !('verdict' in result))).toStrictEqual([]);
  });

  it.each(
    planned
      .filter((job) => job.subject.name === 'session')
      .map(({ schedule }) => schedule.faults[0]?.fault ?? ''),
  )('the session loses, repeats and mixes up nothing: %s', (fault) => {
    const verdict = told('session', fault)?.verdict;
    expect(verdict?.findings).toStrictEqual([]);
    expect(verdict?.balances.client.delivered).toBeGreaterThan(0);
    expect(verdict?.balances.server.delivered).toBeGreaterThan(0);
  });

  it.each(['kill-server', 'kill-client'])('a session in a store outlives its process: %s', (fault) => {
    const verdict = told('session-stored', fault)?.verdict;
    expect(verdict?.findings).toStrictEqual([]);
    expect(verdict?.balances.client.uncertain).toStrictEqual([]);
    expect(verdict?.balances.server.uncertain).toStrictEqual([]);
  });

  it.each(['rst-write', 'rst-slow', 'fin-both', 'nat-forget'])(
    'a bare socket loses messages, and the proof sees it: %s',
    (fault) => {
      expect(told('net', fault)?.verdict.findings).toContain('lost');
    },
  );

  it('a flow that a middle has forgotten is noticed, a slow reader is kept', () => {
    expect(told('session', 'nat-forget')?.verdict.faults[0]?.noticed.client).not.toBeNull();
    expect(told('session', 'zero-window')?.verdict.faults[0]?.noticed.client).toBeNull();
  });
});
