/** Lines of `lab --claims --format jsonl`, schema `halfopen.claims/1`. */
import type { DecidedClaim } from '@halfopen/lab';
import { becauseOf, countVerdicts } from './verdicts.ts';
import { type Trouble, troubleName, troublesOfClaim } from './trouble.ts';

const SCHEMA = 'halfopen.claims/1';

/** One claim. `notAsExpected` is there only where a run that it looks at is. */
export function claimLine(decided: DecidedClaim, troubles: readonly Trouble[]): string {
  const { id, seeds, says, test } = decided.claim;
  const own = troublesOfClaim(decided.claim, troubles);
  return JSON.stringify({
    type: 'claim',
    schema: SCHEMA,
    id,
    seeds,
    says,
    verdict: decided.decided ? decided.finding.verdict : null,
    because: becauseOf(decided),
    ...(test.by === 'runs' ? { runs: test.runs } : {}),
    ...(own.length === 0
      ? {}
      : {
          notAsExpected: own.map((trouble) => ({
            run: troubleName(trouble),
            outcome: trouble.outcome,
            why: trouble.why,
          })),
        }),
  });
}

/** The last line. */
export function claimsSummaryLine(
  all: readonly DecidedClaim[],
  troubles: readonly Trouble[],
  runs: number,
): string {
  const count = (wanted: Trouble['outcome']): number =>
    troubles.filter(({ outcome }) => outcome === wanted).length;
  return JSON.stringify({
    type: 'summary',
    schema: SCHEMA,
    claims: all.length,
    byVerdict: Object.fromEntries(countVerdicts(all)),
    runs,
    surprised: count('surprised'),
    skipped: count('skipped'),
    failed: count('failed'),
  });
}
