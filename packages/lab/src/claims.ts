/** Decides the claims of the seed articles from the runs of one session. */
import { type Claim, type ClaimId, claims } from '@halfopen/catalogue';
import { type ClaimFinding, type Evidence, EvidenceMissing } from './claims/claim-check.ts';
import { claimChecks } from './claims/checks.ts';
import type { RunRecord } from './observe/record.ts';

/** What became of a claim. */
export type DecidedClaim =
  | { readonly claim: Claim; readonly decided: true; readonly finding: ClaimFinding }
  /** No run can decide it. */
  | { readonly claim: Claim; readonly decided: false; readonly because: string };

/** Names of all runs that the claims look at: `case` or `case/variant`. */
export function runsForClaims(): string[] {
  return [...new Set(claims.flatMap(({ test }) => (test.by === 'runs' ? test.runs : [])))];
}

function check(id: ClaimId, evidence: Evidence): ClaimFinding {
  const decide = claimChecks.get(id);
  if (decide === undefined) return { verdict: 'undecided', because: 'no check is written for it' };
  try {
    return decide(evidence);
  } catch (error) {
    if (error instanceof EvidenceMissing) return { verdict: 'undecided', because: error.message };
    throw error;
  }
}

/** Decides all claims. `records` holds the runs by `case/variant`, with a case's first variant also under its own name. */
export function decideClaims(records: ReadonlyMap<string, RunRecord>): DecidedClaim[] {
  const evidence: Evidence = {
    run: (name) => {
      const record = records.get(name);
      if (record === undefined) throw new EvidenceMissing(name);
      return record;
    },
  };
  return claims.map((claim) =>
    claim.test.by === 'nothing'
      ? { claim, decided: false, because: claim.test.because }
      : { claim, decided: true, finding: check(claim.id, evidence) },
  );
}
