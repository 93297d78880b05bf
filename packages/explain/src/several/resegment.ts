/**
 * Keeps data that was cut or joined on the way from being told twice. A segment is told as the place nearer to its sender has it:
 *
 *     a client's   [ 0 .......... 4344 )        one journey: seen here, and in three parts there
 *     further on   [ 0 1448 )[ 1448 )[ 2896 )
 *
 *     a client's   [ 0 1448 )[ 1448 )[ 2896 )   three journeys: each seen here, and in one whole there
 *     further on   [ 0 .......... 4344 )
 *
 *     a client's   [ 0 .......... 4344 )        three journeys: some bytes arrived, some did not
 *     further on   [ 0 1448 )      [ 2896 )
 */
import { begin, type OpenJourney, passing } from './open-journey.ts';
import { gapsIn, inOrder, join, overlapping, piece } from './pieces.ts';
import { findCuts, findPartialCuts } from './segmentation.ts';
import type { Passing } from './sighting.ts';

/** What becomes of packets that are only in one of two lists. */
interface Resegmented {
  /** By place in the list of journeys: what it becomes. */
  readonly changed: ReadonlyMap<number, readonly OpenJourney[]>;
  /** Places of passings that are still unheard of. */
  readonly left: readonly number[];
}

/** A place among all. */
interface Where {
  readonly place: number;
  readonly places: number;
}

/** Finds cuts between journeys that were not seen at a place and passings there that belong to none. */
export function resegment(
  open: readonly OpenJourney[],
  onlyOpen: readonly number[],
  passings: readonly Passing[],
  onlyHere: readonly number[],
  { place, places }: Where,
): Resegmented {
  const changed = new Map<number, readonly OpenJourney[]>();
  const before = { list: open.map(({ name }) => name), left: new Set(onlyOpen) };
  const here = { list: passings, left: new Set(onlyHere) };
  const change = (at: number, journeys: readonly OpenJourney[]): void => {
    changed.set(at, journeys);
    before.left.delete(at);
  };
  const take = (parts: readonly number[]): readonly Passing[] => {
    for (const each of parts) here.left.delete(each);
    return parts.map((each) => passings[each]!);
  };
  for (const { whole, parts } of findCuts(before, here)) {
    const journey = open[whole]!;
    const taken = take(parts);
    const cutLater = journey.name.from === 'client';
    change(
      whole,
      cutLater ? [passing(journey, place, taken)] : taken.map((each) => piece(journey, each, place)),
    );
  }
  for (const { whole, parts } of findCuts(here, before)) {
    const [joined] = take([whole]) as [Passing];
    const journeys = parts.map((each) => open[each]!);
    const one = joined.from === 'server' ? join(journeys, joined, place) : null;
    for (const [at, each] of parts.entries())
      change(each, one === null ? [passing(journeys[at]!, place, [joined])] : at === 0 ? [one] : []);
  }
  for (const { whole, parts } of findPartialCuts(ofSide(before, 'client'), here)) {
    const journey = open[whole]!;
    const taken = take(parts);
    const arrived = taken.map((each) => piece(journey, each, place));
    const missing = gapsIn(journey.name, taken).map((gap) => ({
      name: gap,
      seen: journey.seen.map((seen) => overlapping(seen, gap)),
    }));
    change(whole, inOrder(journey.name, [...arrived, ...missing]));
  }
  for (const { whole, parts } of findPartialCuts(ofSide(here, 'server'), before)) {
    const [joined] = take([whole]) as [Passing];
    const arrived = parts.map((each) => passing(open[each]!, place, [joined]));
    const known = arrived.map(({ name }) => name);
    const missing = gapsIn(joined, known).map((gap) => passing(begin(gap, place, places), place, [joined]));
    for (const [at, each] of parts.entries())
      change(each, at === 0 ? inOrder(joined, [...arrived, ...missing]) : []);
  }
  return { changed, left: [...here.left] };
}

/** Those leftovers that a side sent. */
function ofSide(
  { list, left }: { readonly list: readonly Passing[]; readonly left: ReadonlySet<number> },
  side: Passing['from'],
): { readonly list: readonly Passing[]; readonly left: readonly number[] } {
  return { list, left: [...left].filter((each) => list[each]!.from === side) };
}
