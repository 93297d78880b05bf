/** Runs that the claims needed and that did not go as expected. What rests on them is to be taken with care. */
import type { Claim } from '@halfopen/catalogue';
import { type Booking, isRunResult, type LabFailure, type RunResult } from '@halfopen/lab';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

/** One such run. */
export interface Trouble {
  readonly case: string;
  readonly variant: string;
  /** `failed`: the lab itself could not perform it. */
  readonly outcome: 'surprised' | 'skipped' | 'failed';
  /** A sentence each. */
  readonly why: readonly string[];
}

/** What was wrong with a run; `null` when it went as expected. */
export function troubleOf({ scenario, variant }: Booking, result: RunResult | LabFailure): Trouble | null {
  const run = { case: scenario.case.id, variant };
  if (!isRunResult(result)) return { ...run, outcome: 'failed', why: [result.fault] };
  if (result.outcome === 'as-expected') return null;
  return { ...run, outcome: result.outcome, why: result.surprises };
}

/** `close-cut/late`. */
export function troubleName({ case: id, variant }: Trouble): string {
  return `${id}/${variant}`;
}

/** Those of the troubled runs that a claim looks at; one that names a case looks at all its variants. */
export function troublesOfClaim({ test }: Claim, troubles: readonly Trouble[]): readonly Trouble[] {
  if (test.by === 'nothing') return [];
  return troubles.filter(
    (trouble) => test.runs.includes(trouble.case) || test.runs.includes(troubleName(trouble)),
  );
}

/** What the command ends with. `undecided`: whether a claim is. */
export function exitCodeOf(troubles: readonly Trouble[], undecided: boolean): ExitCode {
  const is = (wanted: Trouble['outcome']): boolean => troubles.some(({ outcome }) => outcome === wanted);
  if (is('surprised')) return exitCodes.finding;
  if (is('failed')) return exitCodes.partial;
  return undecided ? exitCodes.finding : exitCodes.done;
}
