/**
 * One order for everything that happened.
 *
 * Events from captures, programs and the kernel share one clock, but a clock has ties: an inferred state change carries
 * the time of the packet it follows from, and a capture made at one point knows no time of flight. Within a tie a cause
 * stands before its effect:
 *
 *     fault, call entry, packet arrival, kernel, state change, packet departure, call return
 */
import type { Side } from '@halfopen/catalogue';
import type { TimelineEvent } from './events.ts';

/** Which of an event's times a moment is. `now`: the event has only one. */
export type MomentEdge = 'entry' | 'return' | 'departure' | 'arrival' | 'now';

/** One point in time of one event, at the place where it happened. A call or a packet has up to two. */
export interface Moment {
  /** Nanoseconds, on the timeline's clock. */
  readonly atNs: number;
  readonly edge: MomentEdge;
  readonly place: Side | 'middle';
  readonly event: TimelineEvent;
  /** Position of the event in the list the moments were made from. */
  readonly index: number;
}

const placeOrder: Readonly<Record<Side | 'middle', number>> = { client: 0, middle: 1, server: 2 };

/** Every moment of the events, in order. Same input, same order; what nothing else decides keeps the input's order. */
export function momentsOf(events: readonly TimelineEvent[]): readonly Moment[] {
  const moments = events.flatMap(expand).sort((a, b) => a.atNs - b.atNs);
  const ordered: Moment[] = [];
  for (let start = 0; start < moments.length;) {
    let end = start + 1;
    while (end < moments.length && moments[end]?.atNs === moments[start]?.atNs) end += 1;
    for (const moment of orderTie(moments.slice(start, end))) ordered.push(moment);
    start = end;
  }
  return ordered;
}

/** The events of all sources in one list, by the time they began. Ties are ordered as `momentsOf` orders them. */
export function mergeEvents(...sources: readonly (readonly TimelineEvent[])[]): readonly TimelineEvent[] {
  return momentsOf(sources.flat())
    .filter((moment) => moment.edge !== 'return' && moment.edge !== 'arrival')
    .map((moment) => moment.event);
}

function expand(event: TimelineEvent, index: number): readonly Moment[] {
  switch (event.kind) {
    case 'packet': {
      const left: Moment = { atNs: event.atNs, edge: 'departure', place: event.from, event, index };
      if (event.arrivedNs === null) return [left];
      return [left, { atNs: event.arrivedNs, edge: 'arrival', place: event.to, event, index }];
    }
    case 'call': {
      const entry: Moment = { atNs: event.atNs, edge: 'entry', place: event.side, event, index };
      if (event.returnedNs === null) return [entry];
      return [entry, { atNs: event.returnedNs, edge: 'return', place: event.side, event, index }];
    }
    case 'state':
    case 'kernel':
      return [{ atNs: event.atNs, edge: 'now', place: event.side, event, index }];
    case 'fault':
      return [{ atNs: event.atNs, edge: 'now', place: event.at, event, index }];
  }
}

/** Moments of one instant, causes first. */
function orderTie(tie: readonly Moment[]): readonly Moment[] {
  if (tie.length === 1) return tie;
  const reached = new Set(tie.filter(isInstantArrival).map((moment) => moment.place));
  const hops = (moment: Moment): number => countHops(moment, reached);
  return tie.toSorted(
    (a, b) =>
      hops(a) - hops(b) ||
      rank(a) - rank(b) ||
      placeOrder[a.place] - placeOrder[b.place] ||
      a.index - b.index,
  );
}

/** How many packets without time of flight lead up to a moment within its own instant. */
function countHops(moment: Moment, reached: ReadonlySet<Side | 'middle'>): number {
  if (isInstantArrival(moment) && moment.event.kind === 'packet')
    return reached.has(moment.event.from) ? 2 : 1;
  if (moment.edge === 'entry' || moment.event.kind === 'fault' || moment.edge === 'arrival') return 0;
  if (!reached.has(moment.place)) return 0;
  return moment.edge === 'departure' ? 1 : 2;
}

function isInstantArrival(moment: Moment): boolean {
  const { event } = moment;
  return moment.edge === 'arrival' && event.kind === 'packet' && event.arrivedNs === event.atNs;
}

function rank(moment: Moment): number {
  switch (moment.edge) {
    case 'entry':
      return 1;
    case 'arrival':
      return 2;
    case 'departure':
      return 5;
    case 'return':
      return 6;
    case 'now':
      if (moment.event.kind === 'fault') return 0;
      return moment.event.kind === 'kernel' ? 3 : 4;
  }
}
