/** From times and sequence numbers to px, and round numbers between them. */
import type { PlotBounds } from '@halfopen/timeline';

/** Where the plot stands in its picture. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A stretch of time, in ns. */
export type Range = readonly [fromNs: number, toNs: number];

export interface Scales {
  readonly x: (ns: number) => number;
  readonly y: (seq: number) => number;
  readonly nsAt: (x: number) => number;
  readonly seqAt: (y: number) => number;
}

export function scalesOf(
  { fromNs, toNs, fromSeq, toSeq }: PlotBounds,
  { left, top, width, height }: Frame,
): Scales {
  const perNs = width / Math.max(1, toNs - fromNs);
  const perSeq = height / Math.max(1, toSeq - fromSeq);
  return {
    x: (ns) => left + (ns - fromNs) * perNs,
    y: (seq) => top + height - (seq - fromSeq) * perSeq,
    nsAt: (x) => fromNs + (x - left) / perNs,
    seqAt: (y) => fromSeq + (top + height - y) / perSeq,
  };
}

/** Some five round numbers in a range. */
export function ticks(from: number, to: number, about = 5): readonly number[] {
  const span = to - from;
  if (!(span > 0)) return [from];
  const rough = span / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  // nothing counted here comes in halves
  const step = Math.max(1, ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, at) => (first + at) * step);
}

/** Times in seconds, with as many decimals as it takes to tell them exactly, the same for each. */
export function secondsLabels(ticksNs: readonly number[]): readonly string[] {
  const exact = ticksNs.map((ns) => (ns / 1e9).toFixed(9).replace(/0+$/, ''));
  const decimals = Math.max(0, ...exact.map((text) => text.length - text.indexOf('.') - 1));
  return ticksNs.map((ns) => (ns / 1e9).toFixed(decimals));
}

/** A stretch `factor` times as long around a time: what is in sight of it stays where it is. `null`: all of it. */
export function zoomed([fromNs, toNs]: Range, whole: Range, factor: number, aroundNs: number): Range | null {
  const span = Math.max(1000, (toNs - fromNs) * factor);
  if (span >= whole[1] - whole[0]) return null;
  const share = aroundNs < fromNs || aroundNs > toNs ? 0.5 : (aroundNs - fromNs) / (toNs - fromNs);
  const from = Math.max(whole[0], Math.min(whole[1] - span, aroundNs - span * share));
  return [from, from + span];
}
