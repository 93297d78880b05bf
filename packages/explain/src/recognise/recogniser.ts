/** The contract of recognisers. */
import type { CaseName } from '@halfopen/catalogue';
import type { EndingKind } from '../judge/ending.ts';
import type { Scene } from '../judge/scene.ts';

/** The least likelihood of a case that packets speak for. */
export const SHOWN = 10;

/**
 * The test for one case. It says whether the packets can be those of the case, never whether they must be: which of the cases
 * that fit is the likeliest, and what else it might be, the referee decides.
 */
export interface Recogniser<Name extends CaseName = CaseName> {
  readonly case: Name;
  /** How a connection can end in this case; it is asked about no others. */
  readonly endings: readonly EndingKind[];
  /**
   * How likely the case is among those that fit, 1 to 100; 0: these packets exclude it. Below {@link SHOWN} nothing that the
   * packets show speaks for it; it may lie behind a connection that looks well.
   */
  readonly likelihood: (scene: Scene) => number;
}
