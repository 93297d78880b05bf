/**
 * Leaves out of a plot what cannot be seen at its size. A segment goes if every pixel it covers is covered already; of the steps
 * in one column of pixels the first and the last stay, and those with the lowest and the highest edge.
 */
import type { PlotBounds, PlotSegments, PlotSteps, SequencePlot } from './geometry.ts';

/** A bitmap of the view. */
interface Canvas {
  readonly view: PlotBounds;
  readonly width: number;
  readonly height: number;
}

/**
 * A plot that looks the same at so many px. Resets and zero windows stay; so does everything in view but data that was sent once
 * and arrived, and steps. `view`: what of the plot is to be seen; default everything within its bounds.
 */
export function thin(
  plot: SequencePlot,
  widthPx: number,
  heightPx: number,
  view: PlotBounds = plot.bounds,
): SequencePlot {
  const width = Math.max(1, Math.ceil(widthPx));
  const height = Math.max(1, Math.ceil(heightPx));
  const canvas = { view, width, height };
  const segments = pickSegments(plot.segments, segmentsToKeep(plot.segments, canvas));
  return { ...plot, segments, steps: pickSteps(plot.steps, stepsToKeep(plot.steps, canvas)) };
}

function segmentsToKeep({ atNs, fromSeq, toSeq, marks, lost }: PlotSegments, canvas: Canvas): number[] {
  const { view, width, height } = canvas;
  const covered = new Uint8Array(width * height);
  const kept: number[] = [];
  for (let at = 0; at < atNs.length; at += 1) {
    if (atNs[at]! < view.fromNs || atNs[at]! > view.toNs) continue;
    if (toSeq[at]! < view.fromSeq || fromSeq[at]! > view.toSeq) continue;
    const column = columnOf(atNs[at]!, canvas) * height;
    const from = column + rowOf(fromSeq[at]!, canvas);
    const to = column + rowOf(toSeq[at]!, canvas) + 1;
    const isPlain = marks[at] === 'data' && lost[at] === 0;
    if (isPlain && !covered.subarray(from, to).includes(0)) continue;
    covered.fill(1, from, to);
    kept.push(at);
  }
  return kept;
}

function stepsToKeep({ atNs, edge, ack }: PlotSteps, canvas: Canvas): number[] {
  const kept = new Set<number>();
  for (let start = 0; start < atNs.length;) {
    let end = start;
    let lowest = start;
    let highest = start;
    const column = columnOf(atNs[start]!, canvas);
    for (; end < atNs.length && columnOf(atNs[end]!, canvas) === column; end += 1) {
      if (edge[end]! < edge[lowest]!) lowest = end;
      if (edge[end]! > edge[highest]!) highest = end;
      // A closed window must be seen to close and to open.
      if ((edge[end] === ack[end]) !== (edge[end - 1] === ack[end - 1])) kept.add(end);
    }
    for (const at of [start, lowest, highest, end - 1]) kept.add(at);
    start = end;
  }
  return [...kept].sort((a, b) => a - b);
}

/** What lies to the left or right of the view gets a column of its own: lines come from there. */
function columnOf(ns: number, { view, width }: Canvas): number {
  if (ns < view.fromNs) return -1;
  if (ns > view.toNs) return width;
  return cellOf(ns, view.fromNs, view.toNs, width);
}

function rowOf(seq: number, { view, height }: Canvas): number {
  return cellOf(seq, view.fromSeq, view.toSeq, height);
}

function cellOf(value: number, from: number, to: number, cells: number): number {
  const cell = Math.floor(((value - from) / Math.max(1, to - from)) * cells);
  return Math.min(cells - 1, Math.max(0, cell));
}

function pickSegments(from: PlotSegments, kept: readonly number[]): PlotSegments {
  return {
    atNs: Float64Array.from(kept, (at) => from.atNs[at]!),
    fromSeq: Float64Array.from(kept, (at) => from.fromSeq[at]!),
    toSeq: Float64Array.from(kept, (at) => from.toSeq[at]!),
    marks: kept.map((at) => from.marks[at]!),
    lost: Uint8Array.from(kept, (at) => from.lost[at]!),
    events: kept.map((at) => from.events[at]!),
  };
}

function pickSteps(from: PlotSteps, kept: readonly number[]): PlotSteps {
  return {
    atNs: Float64Array.from(kept, (at) => from.atNs[at]!),
    ack: Float64Array.from(kept, (at) => from.ack[at]!),
    edge: Float64Array.from(kept, (at) => from.edge[at]!),
    events: kept.map((at) => from.events[at]!),
  };
}
