/** Packets as arrows. */
import type { PacketEvent } from '../events.ts';
import { lossOf } from '../ladder/tracks.ts';
import type { ArrowItem } from './geometry.ts';

/** So many lines below its last known height a lost packet ends. */
const lostLines = 0.6;

/** Heights that are known of a packet. */
export interface ArrowHeights {
  readonly y1: number;
  /** Of its arrival, if it has one. */
  readonly arrivalY: number;
  readonly lineHeight: number;
  /** Some capture of the pane looked at the router. */
  readonly routerWatched: boolean;
  readonly yOf: (eventNs: number) => number;
}

/** What an arrow has of its own. */
export function arrowOf(
  event: PacketEvent,
  { y1, arrivalY, lineHeight, routerWatched, yOf }: ArrowHeights,
): Pick<ArrowItem, 'from' | 'to' | 'y1' | 'y2' | 'middleY' | 'loss' | 'top' | 'bottom'> {
  const { from, to, atNs, middleNs, arrivedNs } = event;
  // At one time there can be several heights: a level arrow stays level.
  const heightOf = (ns: number): number => (ns === atNs ? y1 : ns === arrivedNs ? arrivalY : yOf(ns));
  const middleY = middleNs === null ? null : heightOf(middleNs);
  const y2 = arrivedNs === null ? (middleY ?? y1) + lostLines * lineHeight : heightOf(arrivedNs);
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
