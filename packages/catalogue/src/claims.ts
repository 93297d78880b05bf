/** The register of the seed articles' claims, in order. */
import type { Claim } from './claim.ts';
import { closingClaims } from './claims/closing.ts';
import { connectingClaims } from './claims/connecting.ts';
import { errorsSeenClaims } from './claims/errors-seen.ts';
import { idleAndCutClaims } from './claims/idle-and-cut.ts';
import { resetClaims } from './claims/reset.ts';

/** Every claim, by id from S01 on. */
export const claims: readonly Claim[] = [
  ...connectingClaims,
  ...idleAndCutClaims,
  ...closingClaims,
  ...resetClaims,
  ...errorsSeenClaims,
].toSorted((a, b) => a.id.localeCompare(b.id));
