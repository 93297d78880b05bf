/** Several captures of one connection held against each other: which packets were lost between them, which sprang up there. */
import type { Side } from '@halfopen/catalogue';
import { type Coverage, type CoveredTime, betterCoverage, coverageOf } from './coverage.ts';
import { firstTime, type Journey } from './journeys.ts';
import type { Place } from './places.ts';

/** What all clues look at. */
export interface Comparison {
  /** The client's first; those that saw nothing are among them. */
  readonly places: readonly Place[];
  readonly journeys: readonly Journey[];
  /** ICMP errors that quote the connection's segments. */
  readonly errors: readonly Journey[];
  readonly times: readonly CoveredTime[];
  /** A packet may be so long under way between two places, clocks' uncertainty included. */
  readonly slackNs: number;
}

/** What speaks for a packet's not having been somewhere: as much as speaks for that capture's running then. */
export type Absence = Coverage;

/** The places in the order in which a side's packets pass them. */
export function wayOf({ places }: Pick<Comparison, 'places'>, from: Side): readonly number[] {
  const indices = [...places.keys()];
  return from === 'client' ? indices : indices.reverse();
}

function absentFrom(
  comparison: Comparison,
  indices: readonly number[],
  fromNs: number,
  toNs: number,
): Absence {
  let absence: Absence = 'no';
  for (const index of indices)
    absence = betterCoverage(absence, coverageOf(comparison.times[index]!, fromNs, toNs));
  return absence;
}

/** Whether a packet passed one place and never came to one further on. */
export function lostOnTheWay(comparison: Comparison, journey: Journey): Absence {
  const way = wayOf(comparison, journey.from);
  const lastSeen = way.findLastIndex((index) => journey.seen[index] !== null);
  const { atNs } = journey.seen[way[lastSeen]!]!;
  return absentFrom(comparison, way.slice(lastSeen + 1), atNs, atNs + comparison.slackNs);
}

/** Whether a packet appeared at one place without having passed one before it. */
export function sprangUp(comparison: Comparison, journey: Journey): Absence {
  const way = wayOf(comparison, journey.from);
  const firstSeen = way.findIndex((index) => journey.seen[index] !== null);
  const { atNs } = journey.seen[way[firstSeen]!]!;
  return absentFrom(comparison, way.slice(0, firstSeen), atNs - comparison.slackNs, atNs);
}

/** Whether a packet was seen at the last place on its way. */
export function cameThrough(comparison: Comparison, { from, seen }: Journey): boolean {
  const index = from === 'client' ? comparison.places.length - 1 : 0;
  return seen[index] !== null;
}

/** Whether a packet was seen at the first place on its way. */
export function setOut(comparison: Comparison, { from, seen }: Journey): boolean {
  return seen[from === 'client' ? 0 : comparison.places.length - 1] !== null;
}

/** The journeys of a side's packets that satisfy a test. */
export function journeysFrom(
  { journeys }: Comparison,
  from: Side,
  test: (journey: Journey) => boolean,
): readonly Journey[] {
  return journeys.filter((journey) => journey.from === from && test(journey));
}

/** The file of the place at the end of a side's way, and of that at its beginning. */
export function farFile({ places }: Comparison, from: Side): string {
  return places[from === 'client' ? places.length - 1 : 0]!.file;
}

/** When the last of the packets was seen first, and when the connection's first one was. */
export function lastTime({ journeys }: Comparison): number {
  return journeys.reduce((last, journey) => Math.max(last, firstTime(journey)), -Infinity);
}
