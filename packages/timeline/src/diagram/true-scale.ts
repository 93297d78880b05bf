/** The true scale: equal times are equally high, and labels that would overlap are left out. */
import type { Moment } from '../merge.ts';
import { Column, emptyReach, linesOf, reachOf, take } from './columns.ts';
import type { Placement, Scene } from './placement.ts';

const fewestLines = 24;

/** Places moments in true scale: half of the labels have room, if that makes the whole neither tiny nor higher than `mostPx`. */
export function placeTrue({ panes, columns, instants, lineHeight }: Scene, mostPx: number): Placement {
  const { ns, ends } = instants;
  const fromNs = ns[0] ?? 0;
  const spanNs = (ns.at(-1) ?? 0) - fromNs;
  const most = Math.max(lineHeight, mostPx - 2 * lineHeight);
  const wanted = (lineHeight * spanNs) / typicalDistance(panes, columns);
  const height = Math.min(most, Math.max(fewestLines * lineHeight, wanted));
  const tops = ns.map((at) => lineHeight + (spanNs === 0 ? 0 : ((at - fromNs) / spanNs) * height));
  const ys = panes.map(({ moments }, pane) => {
    let instant = 0;
    return Float64Array.from(moments, (_, at) => {
      while (ends[pane]![instant]! <= at) instant += 1;
      return tops[instant]!;
    });
  });
  const crowded = panes.map(({ moments }, pane) =>
    findCrowded(moments, columns[pane]!, ys[pane]!, lineHeight),
  );
  return { ns, tops, bottoms: tops, ys, crowded };
}

/** The median distance in time between labels of a column that differ in time. */
function typicalDistance(panes: Scene['panes'], columns: Scene['columns']): number {
  const distances = panes.flatMap(({ moments }, pane) => {
    const last = emptyReach();
    return moments.flatMap(({ atNs }, at) => {
      const column = columns[pane]![at]!;
      const distance = atNs - reachOf(last, column);
      take(last, column, atNs);
      return linesOf[column] === 1 && distance > 0 && distance < Infinity ? [distance] : [];
    });
  });
  const sorted = Float64Array.from(distances).sort();
  return sorted[sorted.length >> 1] ?? Infinity;
}

/** 1 for each moment whose label has no room. What matters is served first. */
function findCrowded(
  moments: readonly Moment[],
  columns: Uint8Array,
  ys: Float64Array,
  lineHeight: number,
): Uint8Array {
  const crowded = new Uint8Array(moments.length).fill(1);
  const nextBelow = new Float64Array(moments.length);
  const serve = (which: (at: number) => boolean): void => {
    const above = emptyReach();
    for (let at = 0; at < moments.length; at += 1) {
      const isPlaced = crowded[at] === 0;
      if (!isPlaced && (!which(at) || reachOf(above, columns[at]!) > ys[at]!)) continue;
      crowded[at] = 0;
      take(above, columns[at]!, ys[at]! + lineHeight);
    }
  };
  serve((at) => matters(moments[at]!));
  const below = emptyReach();
  for (let at = moments.length - 1; at >= 0; at -= 1) {
    nextBelow[at] = -reachOf(below, columns[at]!);
    if (crowded[at] === 0) take(below, columns[at]!, -ys[at]!);
  }
  serve((at) => columns[at] !== Column.none && ys[at]! + lineHeight <= nextBelow[at]!);
  return crowded;
}

function matters({ event, edge }: Moment): boolean {
  if (event.kind !== 'packet') return event.kind === 'fault';
  const isPlain = event.type === 'DATA' || event.type === 'ACK' || event.type === 'HANDSHAKE-ACK';
  return edge === 'departure' && (!isPlain || event.retransmission > 0 || event.arrivedNs === null);
}
