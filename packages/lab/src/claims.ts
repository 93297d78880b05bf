/** Decides the claims of the seed articles from the runs of one session. */
import {
  type Claim,
  claims,
  type DecidableClaim,
  type DecidableClaimId,
  isDecidable,
} from '@halfopen/catalogue';
import { type ClaimFinding, type Evidence, EvidenceMissing } from './claims/claim-check.ts';
import { claimChecks } from './claims/checks.ts';
import type { RunRecord } from './observe/record.ts';

/** What became of a claim. */
export type DecidedClaim =
  | { readonly claim: DecidableClaim; readonly decided: true; readonly finding: ClaimFinding }
  /** No run can decide it. */
  | { readonly claim: Claim; readonly decided: false; readonly because: string };

/** Names of all runs that the claims look at: `case` or `case/variant`. */
export function runsForClaims(): string[] {
  return [...new Set(claims.filter(isDecidable).flatMap(({ test }) => test.runs))];
}

function check(id: DecidableClaimId, evidence: Evidence): ClaimFinding {
  try {
    return claimChecks[id](evidence);
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
    isDecidable(claim)
      ? { claim, decided: true, finding: check(claim.id, evidence) }
      : { claim, decided: false, because: claim.test.because },
  );
}
