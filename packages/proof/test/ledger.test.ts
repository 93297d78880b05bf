import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../src/record/records.ts';
import { Ledger } from '../src/run/ledger.ts';

function linesOf(ids: readonly number[]): Entry[] {
  return ids.flatMap((id): Entry[] => [
    { type: 'sending', id, side: 'client', atMs: id },
    id % 3 === 0
      ? { type: 'failed', id, code: 'X', delivered: 'maybe', side: 'client', atMs: id }
      : { type: 'got', id, flagged: false, intact: true, side: 'server', atMs: id },
  ]);
}

function settled(outlivesKill: boolean, ...log: readonly Entry[]): boolean {
  return new Ledger(outlivesKill).settled({ log, nothingOwed: true });
}

describe('the ledger of a run', () => {
  it('is settled when every message has come or been given back, in whatever order the programs are heard', () => {
    const ids = Array.from({ length: 9 }, (_, index) => index + 1);
    const lines = linesOf(ids);
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (log) => {
        const ledger = new Ledger(false);
        expect(ledger.settled({ log, nothingOwed: false })).toBe(false);
        expect(ledger.settled({ log, nothingOwed: true })).toBe(true);
      }),
    );
  });

  it('is not settled as long as one is missing, however late it is looked at', () => {
    fc.assert(
      fc.property(fc.nat(17), (missing) => {
        const lines = linesOf([1, 2, 4, 5, 7, 8, 10, 11, 13]);
        const log = lines.filter((_, index) => index !== missing || lines[index]?.type === 'sending');
        expect(new Ledger(false).settled({ log, nothingOwed: true })).toBe(log.length === lines.length);
      }),
    );
  });

  it('does not wait for what died with its sender, unless that is stored', () => {
    const sending: Entry = { type: 'sending', id: 1, side: 'client', atMs: 1 };
    const sent: Entry = { type: 'sent', id: 1, side: 'client', atMs: 2 };
    const killed: Entry = { type: 'killed', side: 'client', atMs: 3 };
    expect(settled(false, sending, killed)).toBe(true);
    expect(settled(false, sending, sent, killed)).toBe(true);
    expect(settled(true, sending, killed)).toBe(true);
    expect(settled(true, sending, sent, killed)).toBe(false);
  });
});
