/** How far a plot reaches. */
import type { PlotBounds, SequencePlot } from './geometry.ts';

/** Bounds around what there is; all 0 without any. */
export function boundsOf({
  segments,
  steps,
  resets,
}: Pick<SequencePlot, 'segments' | 'steps' | 'resets'>): PlotBounds {
  const resetNs = Float64Array.from(resets, ({ atNs }) => atNs);
  const [fromNs, toNs] = rangeOf([segments.atNs, steps.atNs, resetNs]);
  const [fromSeq, toSeq] = rangeOf([segments.fromSeq, segments.toSeq, steps.ack]);
  return { fromNs, toNs, fromSeq, toSeq };
}

function rangeOf(lists: readonly Float64Array[]): readonly [from: number, to: number] {
  let from = Infinity;
  let to = -Infinity;
  for (const list of lists) {
    for (const value of list) {
      from = Math.min(from, value);
      to = Math.max(to, value);
    }
  }
  return from <= to ? [from, to] : [0, 0];
}
