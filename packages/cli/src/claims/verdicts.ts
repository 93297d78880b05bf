/** What was decided on claims, in words and counted. */
import type { ClaimVerdict, DecidedClaim } from '@halfopen/lab';

/** The verdict on a claim, or that no run can give one. */
export type ShownVerdict = ClaimVerdict | 'no run';

/** As it is shown. */
export function verdictOf(decided: DecidedClaim): ShownVerdict {
  return decided.decided ? decided.finding.verdict : 'no run';
}

/** What the verdict rests on, or why there is none. */
export function becauseOf(decided: DecidedClaim): string {
  return decided.decided ? decided.finding.because : decided.because;
}

/** How many claims there are of each verdict, in order of first appearance. */
export function countVerdicts(all: readonly DecidedClaim[]): ReadonlyMap<ShownVerdict, number> {
  const counts = new Map<ShownVerdict, number>();
  for (const decided of all) {
    const verdict = verdictOf(decided);
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return counts;
}
