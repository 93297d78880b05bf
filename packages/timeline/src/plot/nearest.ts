/** Finds what stands under a pointer. */
import type { PacketEvent } from '../events.ts';
import { firstAtLeast } from '../search.ts';
import type { PlotBounds, SequencePlot } from './geometry.ts';

/** Marks that can be pointed at: from `low` to `high`, at sorted times. */
interface Marks {
  readonly atNs: ArrayLike<number>;
  readonly low: (at: number) => number;
  readonly high: (at: number) => number;
  readonly event: (at: number) => PacketEvent;
}

/**
 * The packet whose segment, acknowledgement, window edge or reset is nearest to a point; `null` if there is none. Near is what looks near when
 * `view` (default: the plot's bounds) fills a square. Of marks equally near a reset wins over a segment, and that over an acknowledgement.
 */
export function nearest(
  { segments, steps, resets, bounds }: SequencePlot,
  ns: number,
  seq: number,
  view: PlotBounds = bounds,
): PacketEvent | null {
  const perNs = 1 / Math.max(1, view.toNs - view.fromNs);
  const perSeq = 1 / Math.max(1, view.toSeq - view.fromSeq);
  let best: PacketEvent | null = null;
  let bestDistance = Infinity;

  function search({ atNs, low, high, event }: Marks): void {
    const middle = firstAtLeast(atNs, ns);
    const consider = (at: number): boolean => {
      const aside = Math.abs(atNs[at]! - ns) * perNs;
      if (aside > bestDistance) return false;
      const apart = Math.max(0, low(at) - seq, seq - high(at)) * perSeq;
      const distance = Math.hypot(aside, apart);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = event(at);
      }
      return true;
    };
    for (let at = middle; at < atNs.length && consider(at);) at += 1;
    for (let at = middle - 1; at >= 0 && consider(at);) at -= 1;
  }

  const seqOfReset = (at: number): number => resets[at]!.seq;
  search({
    atNs: resets.map(({ atNs }) => atNs),
    low: seqOfReset,
    high: seqOfReset,
    event: (at) => resets[at]!.event,
  });
  search({
    atNs: segments.atNs,
    low: (at) => segments.fromSeq[at]!,
    high: (at) => segments.toSeq[at]!,
    event: (at) => segments.events[at]!,
  });
  for (const line of [steps.ack, steps.edge]) {
    const seqOfStep = (at: number): number => line[at]!;
    search({ atNs: steps.atNs, low: seqOfStep, high: seqOfStep, event: (at) => steps.events[at]! });
  }
  return best;
}
