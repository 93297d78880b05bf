/** The moments of several panes on one clock. */
import type { Moment } from '../merge.ts';

/** One connection's moments, in order. */
export interface Pane {
  readonly moments: readonly Moment[];
  /** The event time that is time zero. */
  readonly originNs: number;
}

/** Every time at which something happens in some pane, once. */
export interface Instants {
  /** Relative to the panes' origins, ascending. */
  readonly ns: readonly number[];
  /** For each pane and instant: the position after its last moment in the pane. It starts where the one before ends. */
  readonly ends: readonly (readonly number[])[];
}

/** The instants of panes. */
export function instantsOf(panes: readonly Pane[]): Instants {
  const ns: number[] = [];
  const ends = panes.map((): number[] => []);
  const heads = panes.map(() => 0);
  const headNs = (pane: number): number => {
    const { moments, originNs } = panes[pane]!;
    return (moments[heads[pane]!]?.atNs ?? Infinity) - originNs;
  };
  for (;;) {
    let next = Infinity;
    for (let pane = 0; pane < panes.length; pane += 1) next = Math.min(next, headNs(pane));
    if (next === Infinity) return { ns, ends };
    ns.push(next);
    for (let pane = 0; pane < panes.length; pane += 1) {
      while (headNs(pane) === next) heads[pane]! += 1;
      ends[pane]!.push(heads[pane]!);
    }
  }
}
