/**
 * The elastic scale. One pass from top to bottom: a moment stands as far below the last as their distance in time asks for, and
 * further down if the label above it in its column needs the room. At one time there is one height, as long as no two labels of
 * that time share a column; where they do, moments follow each other downwards, causes first.
 *
 *     distance in time   10 µs   100 µs    1 ms    10 ms   100 ms and more   silence
 *     lines              0.04    0.3       1       2       2.8               3
 */
import { emptyReach, linesOf, reachOf, take } from './columns.ts';
import type { Placement, Scene } from './placement.ts';

const unitNs = 100_000;
const linesPerDoubling = 0.3;
const mostLines = 2.8;
const silenceLines = 3;

/** Places moments in elastic scale. */
export function placeElastic({ panes, columns, instants, silences, lineHeight }: Scene): Placement {
  const ys = panes.map(({ moments }) => new Float64Array(moments.length));
  const reach = panes.map(emptyReach);
  const room = linesOf.map((lines) => lines * lineHeight);
  const silent = new Set(silences);
  const tops: number[] = [];
  const bottoms: number[] = [];
  let y = lineHeight;
  instants.ns.forEach((ns, at) => {
    if (at > 0) y += lineHeight * (silent.has(at) ? silenceLines : linesFor(ns - instants.ns[at - 1]!));
    panes.forEach((_, pane) => {
      const end = instants.ends[pane]![at]!;
      for (let each = instants.ends[pane]![at - 1] ?? 0; each < end; each += 1)
        y = Math.max(y, reachOf(reach[pane]!, columns[pane]![each]!));
    });
    const top = y;
    panes.forEach((_, pane) => {
      const end = instants.ends[pane]![at]!;
      let here = top;
      for (let each = instants.ends[pane]![at - 1] ?? 0; each < end; each += 1) {
        const column = columns[pane]![each]!;
        here = Math.max(here, reachOf(reach[pane]!, column));
        take(reach[pane]!, column, here + room[column]!);
        ys[pane]![each] = here;
      }
      y = Math.max(y, here);
    });
    tops.push(top);
    bottoms.push(y);
  });
  return { ns: instants.ns, tops, bottoms, ys, crowded: ys.map((each) => new Uint8Array(each.length)) };
}

function linesFor(distanceNs: number): number {
  return Math.min(mostLines, linesPerDoubling * Math.log2(1 + distanceNs / unitNs));
}
