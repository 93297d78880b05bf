/**
 * Packets as arrows. A lost packet ends a bit below its last known height, but of several the earlier ends first, each at a height
 * of its own: where the labels of a burst need more room than its time has, the router saw all of them at nearly one height.
 *
 *     label ────╮                label ──✗
 *     label ───╮│                label ───✗
 *     label ──╮││      becomes   label ──╮
 *     (5 ms)  ✗✗✗                        ✗
 */
import type { Side } from '@halfopen/catalogue';
import type { PacketEvent } from '../events.ts';
import { lossOf } from '../ladder/tracks.ts';
import { Column, linesOf } from './columns.ts';
import type { ArrowItem } from './geometry.ts';
import type { Pane } from './instants.ts';

/** So many lines below its last known height a lost packet ends. */
const lostLines = 0.6;
const headLines = linesOf[Column.clientHead]!;

/** What heights follow from. */
interface Heights extends Pane {
  /** Of each moment. */
  readonly ys: Float64Array;
  readonly lineHeight: number;
  readonly yOf: (eventNs: number) => number;
}

/**
 * Where the lost packets of a pane end, by position of the event. Those to one side that stand a line below each other end as far
 * apart as the heads of arrows, never above their own departure.
 */
export function lostEnds({ moments, ys, lineHeight, yOf }: Heights): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const nextEnd: Record<Side, number> = { client: Infinity, server: Infinity };
  for (let at = moments.length - 1; at >= 0; at -= 1) {
    const { event, edge, index } = moments[at]!;
    if (event.kind !== 'packet' || edge !== 'departure' || event.arrivedNs !== null) continue;
    const { to, atNs, middleNs } = event;
    const y1 = ys[at]!;
    const known = middleNs === null || middleNs === atNs ? y1 : yOf(middleNs);
    const end = Math.min(known + lostLines * lineHeight, nextEnd[to] - headLines * lineHeight);
    nextEnd[to] = Math.max(y1 + lostLines * lineHeight, end);
    ends.set(index, nextEnd[to]);
  }
  return ends;
}

/** Heights that are known of a packet. */
export interface ArrowHeights {
  readonly y1: number;
  /** Of its arrival, or where it ends as {@link lostEnds} has it. */
  readonly endY: number;
  /** Some capture of the pane looked at the router. */
  readonly routerWatched: boolean;
  readonly yOf: (eventNs: number) => number;
}

/** What an arrow has of its own. */
export function arrowOf(
  event: PacketEvent,
  { y1, endY, routerWatched, yOf }: ArrowHeights,
): Pick<ArrowItem, 'from' | 'to' | 'y1' | 'y2' | 'middleY' | 'loss' | 'top' | 'bottom'> {
  const { from, to, atNs, middleNs, arrivedNs } = event;
  // At one time there can be several heights: a level arrow stays level.
  const heightOf = (ns: number): number => (ns === atNs ? y1 : ns === arrivedNs ? endY : yOf(ns));
  const y2 = arrivedNs === null ? endY : heightOf(arrivedNs);
  const passedY = middleNs === null ? null : heightOf(middleNs);
  const middleY = passedY === null || arrivedNs !== null ? passedY : Math.min(passedY, y2);
  return {
    from,
    to,
    y1,
    y2,
    middleY,
    loss: arrivedNs === null ? lossOf(event, routerWatched) : null,
    top: Math.min(y1, y2, middleY ?? y1),
    bottom: Math.max(y1, y2, middleY ?? y1),
  };
}
