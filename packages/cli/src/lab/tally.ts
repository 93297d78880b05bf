/** Counts cases by how their runs came out: a case is as expected only if all its variants are. */
import type { RunResult } from '@halfopen/lab';

type Outcome = RunResult['outcome'];

/** The counts. */
export interface Tally {
  readonly cases: number;
  readonly asExpected: number;
  readonly surprised: number;
  readonly skipped: number;
  readonly runs: number;
}

const gravity: Readonly<Record<Outcome, number>> = { 'as-expected': 0, skipped: 1, surprised: 2 };

/** Counts as runs come in. */
export class TallyKeeper {
  readonly #worst = new Map<string, Outcome>();
  #runs = 0;

  /** Takes in one run of a case. */
  add(caseId: string, outcome: Outcome): void {
    this.#runs += 1;
    const before = this.#worst.get(caseId);
    if (before === undefined || gravity[outcome] > gravity[before]) this.#worst.set(caseId, outcome);
  }

  /** The counts so far. */
  get tally(): Tally {
    const outcomes = [...this.#worst.values()];
    const count = (wanted: Outcome): number => outcomes.filter((outcome) => outcome === wanted).length;
    return {
      cases: outcomes.length,
      asExpected: count('as-expected'),
      surprised: count('surprised'),
      skipped: count('skipped'),
      runs: this.#runs,
    };
  }
}
