import { describe, expect, it } from 'vitest';
import type { Balance, FaultOutcome, Verdict } from '../src/check/verdict.ts';
import { faultNamed, faults } from '../src/faults/faults.ts';
import type { Fault } from '../src/faults/fault.ts';
import { cellText, rowsOf, tableText } from '../src/matrix/cells.ts';
import type { RunResult } from '../src/run/run.ts';

const nothing: Balance = {
  sent: 9,
  delivered: 9,
  lost: [],
  repeated: [],
  flagged: [],
  reordered: [],
  damaged: 0,
  uncertain: [],
  wronglyNo: [],
  orphaned: [],
};

function fault(name: string): Fault {
  const found = faultNamed(name);
  if (found === undefined) throw new RangeError(name);
  return found;
}

function result(outcome: Partial<FaultOutcome>, balance: Partial<Balance> = {}): RunResult {
  const verdict: Verdict = {
    sound: true,
    findings: [],
    troubles: [],
    balances: { client: { ...nothing, ...balance }, server: nothing },
    faults: [
      {
        name: 'x',
        lastedMs: 60_000,
        wasWell: true,
        noticed: { client: null, server: null },
        backMs: null,
        recoveredMs: 5,
        ...outcome,
      },
    ],
  };
  const schedule = { seed: 1, faults: [], traffic: [], pauses: [], endsMs: 1 };
  return { schedule, subject: 'net', verdict, tookMs: 1, log: [] };
}

const noticed = (afterMs: number): Pick<FaultOutcome, 'noticed'> => ({
  noticed: { client: { afterMs, code: 'GONE' }, server: null },
});

describe('a cell of the table', () => {
  it.each([
    ['black-hole', result({}), 'not noticed, 0 lost'],
    ['black-hole', result({ ...noticed(21_800), backMs: 62_000 }), '22 s (GONE), back after 62 s, 0 lost'],
    [
      'rst-idle',
      result(noticed(3), { lost: [1, 2], repeated: [3] }),
      '0.1 s (GONE), **2 lost**, **1 repeated**',
    ],
    [
      'rst-idle',
      result(noticed(1500), { uncertain: [4], flagged: [5] }),
      '1.5 s (GONE), 0 lost, 1 repeated with a warning, 1 given back',
    ],
    ['nat-forget', result({ recoveredMs: null }), 'not noticed, 0 lost, **no way back**'],
    ['zero-window', result({}), 'kept, 0 lost'],
    ['zero-window', result(noticed(59_000)), '**gave up** after 59 s (GONE), 0 lost'],
    ['own-stop', result(noticed(3)), 'not noticed, 0 lost'],
    ['icmp-flow', result({}, { reordered: [1] }), 'kept, 0 lost, **1 out of order**'],
  ])('%s: %#', (name, run, text) => {
    expect(cellText(fault(name), run)).toBe(text);
  });

  it('says that a run could not be made', () => {
    const failure = { schedule: result({}).schedule, subject: 'net', fault: 'no redis-server' };
    expect(cellText(fault('rst-idle'), failure)).toBe('not run');
  });
});

describe('the rows of a fault', () => {
  it('are its lightest load and full buffers, where they make sense', () => {
    expect(rowsOf(fault('black-hole')).map(({ load }) => load)).toStrictEqual(['idle', 'full']);
    expect(rowsOf(fault('rst-write')).map(({ load }) => load)).toStrictEqual(['busy', 'full']);
    for (const each of faults) {
      const full = rowsOf(each).some(({ load }) => load === 'full');
      // The receiver that takes nothing fills the buffers itself.
      expect([each.name, full]).toStrictEqual([each.name, each.name !== 'zero-window']);
    }
  });

  it('say themselves how they begin where their load does not', () => {
    const text = tableText(rowsOf(fault('zero-window')), ['net'], () => 'kept');
    expect(text.split('\n')[2]).toBe(
      '| receiver takes nothing, sender fills all buffers (zero window) | nothing under way, then buffers full | kept |',
    );
  });
});
