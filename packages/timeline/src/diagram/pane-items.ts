/** The items of one pane. */
import type { Side } from '@halfopen/catalogue';
import type { TimelineEvent } from '../events.ts';
import { arrowOf, lostEnds } from './arrows.ts';
import { Column } from './columns.ts';
import type { Axis } from './diagram.ts';
import type { ArrowItem, DiagramItem, Label } from './geometry.ts';
import type { Pane } from './instants.ts';
import type { Repeat } from './repeats.ts';

/** What the items of a pane are made from. All arrays have one entry for each moment. */
export interface PaneScene extends Pane {
  readonly pane: number;
  readonly columns: Uint8Array;
  readonly ys: Float64Array;
  readonly crowded: Uint8Array;
  readonly repeats: ReadonlyMap<unknown, Repeat>;
  readonly axis: Axis;
  readonly lineHeight: number;
  readonly heightPx: number;
}

const mostTracks = 4;

/** A function that makes the item of the event that begins at a moment. To be called from top to bottom. `items` are those made so far. */
export function itemMaker(
  { pane, moments, originNs, columns, ys, crowded, repeats, axis, lineHeight, heightPx }: PaneScene,
  items: ReadonlyMap<TimelineEvent, DiagramItem>,
): (at: number, index: number) => DiagramItem & { readonly event: TimelineEvent } {
  const endY = new Map<number, number>();
  const returnLabels = new Map<number, Label>();
  const lastChange = new Map<Side, number>();
  moments.forEach(({ event, edge, index, place }, at) => {
    const y = ys[at]!;
    if (edge === 'arrival' || edge === 'return') endY.set(index, y);
    if (edge === 'return' && columns[at] !== Column.none) returnLabels.set(index, labelAt(at));
    if (event.kind !== 'state' || place === 'middle') return;
    endY.set(lastChange.get(place) ?? -1, y);
    lastChange.set(place, index);
  });
  const routerWatched = moments.some(({ event }) => event.kind === 'packet' && event.middleNs !== null);
  const yOf = (eventNs: number): number => axis.yOf(eventNs - originNs);
  const lost = lostEnds({ moments, originNs, ys, lineHeight, yOf });
  const takenUntil = { client: new Float64Array(mostTracks), server: new Float64Array(mostTracks) };

  function labelAt(at: number): Label {
    return { y: ys[at]!, crowded: crowded[at] === 1 };
  }

  function freeTrack(side: Side, top: number, bottom: number): number {
    const taken = takenUntil[side];
    const free = taken.findIndex((until) => until <= top);
    const track = free < 0 ? mostTracks - 1 : free;
    taken[track] = Math.max(taken[track]!, bottom);
    return track;
  }

  return (at, index) => {
    const { event, index: eventIndex } = moments[at]!;
    const y = ys[at]!;
    const common = { index, pane, label: labelAt(at) };
    const end = endY.get(eventIndex);
    const y2 = end ?? heightPx;
    const span = { y1: y, y2, top: Math.min(y, y2), bottom: Math.max(y, y2) };
    switch (event.kind) {
      case 'packet': {
        const { first } = (event.retransmission > 0 ? repeats.get(event) : undefined) ?? { first: null };
        const firstSent = first === null ? null : (items.get(first) as ArrowItem);
        const arrow = arrowOf(event, { y1: y, endY: lost.get(eventIndex) ?? y2, routerWatched, yOf });
        return { kind: 'arrow', event, ...common, ...arrow, firstSent };
      }
      case 'call': {
        const { side } = event;
        const returnLabel = returnLabels.get(eventIndex) ?? null;
        const track = freeTrack(side, span.top, span.bottom);
        const returned = end !== undefined;
        return {
          kind: 'call',
          event,
          ...common,
          lane: `${side}-calls`,
          ...span,
          returned,
          returnLabel,
          track,
        };
      }
      case 'state':
        return { kind: 'state', event, ...common, lane: `${event.side}-state`, ...span };
      case 'kernel':
        return { kind: 'kernel', event, ...common, lane: `${event.side}-calls`, y, top: y, bottom: y };
      case 'fault':
        return { kind: 'fault', event, ...common, y, top: y, bottom: y };
    }
  };
}
