/** What the seed articles say about TCP failure, claim by claim, and how each is put to the test. */
import type { ClaimId, DecidableClaimId } from './claim-ids.ts';

/** The seed articles, by number. */
export type Seed = 0 | 1 | 2 | 3 | 4;

/** How runs decide a claim. */
export interface TestByRuns {
  readonly by: 'runs';
  /** Runs whose observations decide it: a case, or `case/variant`. */
  readonly runs: readonly [string, ...string[]];
  /** What is looked at in them. */
  readonly looksAt: string;
}

/** Why nothing here decides a claim. */
export interface NoTest {
  readonly by: 'nothing';
  /** Why no run here can decide it. */
  readonly because: string;
}

interface ClaimOf<Id extends ClaimId, Test> {
  readonly id: Id;
  readonly seeds: readonly [Seed, ...Seed[]];
  /** What the article says, in our words. */
  readonly says: string;
  readonly test: Test;
}

/** A claim that runs decide. */
export type DecidableClaim = ClaimOf<DecidableClaimId, TestByRuns>;

/** One claim. Which ones runs decide is fixed by `decidableClaims`. */
export type Claim = DecidableClaim | ClaimOf<Exclude<ClaimId, DecidableClaimId>, NoTest>;

/** Whether runs decide the claim. */
export function isDecidable(claim: Claim): claim is DecidableClaim {
  return claim.test.by === 'runs';
}
