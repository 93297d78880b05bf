/**
 * Whether a capture was running at a moment. A file says so only from its first frame to its last: whether the program that wrote
 * it was started earlier or stopped later is not in it.
 */

/** `shown`: frames before and after say so. `presumed`: nothing speaks against it. `no`: its packets of then were not kept. */
export type Coverage = 'shown' | 'presumed' | 'no';

/** What is known of the time of one capture, on the common clock. */
export interface CoveredTime {
  readonly firstNs: number;
  readonly lastNs: number;
  /** Before this time, and after the other, packets of the connection were not captured, or not kept. */
  readonly keptFromNs: number;
  readonly keptUntilNs: number;
  /** It ran as long as any of the captures, as whoever gave them says. */
  readonly ranThroughout: boolean;
}

/** Whether everything from one moment to another would be in the capture. */
export function coverageOf(
  { firstNs, lastNs, keptFromNs, keptUntilNs, ranThroughout }: CoveredTime,
  fromNs: number,
  toNs: number,
): Coverage {
  if (fromNs < keptFromNs || toNs > keptUntilNs) return 'no';
  return ranThroughout || (fromNs >= firstNs && toNs <= lastNs) ? 'shown' : 'presumed';
}

const rank: Readonly<Record<Coverage, number>> = { no: 0, presumed: 1, shown: 2 };

/** The better of two. */
export function betterCoverage(a: Coverage, b: Coverage): Coverage {
  return rank[a] >= rank[b] ? a : b;
}
