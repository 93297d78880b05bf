/**
 * Which packet of one capture is which of another.
 *
 *     first   S    A  P1 P2      P2'  R
 *             │    │  │          │          same direction, numbers, flags, length and IP identification
 *     second  S    A  P1         P2'    R*  left over: lost on the way, or sprung up on it
 *
 * Packets that look alike (repetitions without an identification, resets of a kernel) are paired in order of time, by how
 * long packets that could be told apart were under way.
 */
import { hasOwnId, identityOf, indexed } from './identity.ts';
import type { Passing } from './sighting.ts';

/** Places of one and the same packet in two lists. */
export type Pair = readonly [first: number, second: number];

/** So many packets with identifications, none of them in both lists, and it is the identifications that differ. */
const REWRITTEN = 3;

/** Packets of two captures held against each other; all numbers are places in the lists. */
export interface Alignment {
  readonly pairs: readonly Pair[];
  readonly onlyFirst: readonly number[];
  readonly onlySecond: readonly number[];
}

/** However steady the path was, a packet may be so much later than others. */
const LEAST_TOLERANCE_NS = 250_000_000;

/** Pairs that follow from the packets alone, whatever the clocks say. */
export function certainPairs(first: readonly Passing[], second: readonly Passing[]): readonly Pair[] {
  const inSecond = indexed(second, (item) => identityOf(item, true));
  const pairs: Pair[] = [];
  for (const [name, here] of indexed(first, (item) => identityOf(item, true))) {
    const there = inSecond.get(name);
    if (there?.length === 1 && here.length === 1) pairs.push([here[0]!, there[0]!]);
  }
  return pairs;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** How long packets of each direction take from one list to the other, by the clocks as they are. */
function typicalOf(
  first: readonly Passing[],
  second: readonly Passing[],
  pairs: readonly Pair[],
): (at: Pair) => number {
  const spans = { client: [] as number[], server: [] as number[] };
  for (const [a, b] of pairs) spans[first[a]!.from].push(second[b]!.atNs - first[a]!.atNs);
  const all = medianOf([...spans.client, ...spans.server]);
  const typical = {
    client: spans.client.length > 0 ? medianOf(spans.client) : all,
    server: spans.server.length > 0 ? medianOf(spans.server) : all,
  };
  return ([a, b]) => second[b]!.atNs - first[a]!.atNs - typical[first[a]!.from];
}

/** Pairs of lookalikes: in order, each with the nearest that leaves enough for those behind it. */
function inOrder(
  here: readonly number[],
  there: readonly number[],
  lateness: (at: Pair) => number,
  toleranceNs: number,
): Pair[] {
  if (here.length > there.length) {
    return inOrder(there, here, ([a, b]) => lateness([b, a]), toleranceNs).map(([a, b]) => [b, a]);
  }
  const pairs: Pair[] = [];
  let from = 0;
  for (const [at, item] of here.entries()) {
    let best = from;
    for (let each = from; each <= there.length - (here.length - at); each += 1) {
      if (Math.abs(lateness([item, there[each]!])) < Math.abs(lateness([item, there[best]!]))) best = each;
    }
    if (Math.abs(lateness([item, there[best]!])) > toleranceNs) continue;
    pairs.push([item, there[best]!]);
    from = best + 1;
  }
  return pairs;
}

/** Holds two lists against each other, each in order of its own clock. */
export function align(first: readonly Passing[], second: readonly Passing[]): Alignment {
  const certain = certainPairs(first, second);
  const lateness = typicalOf(first, second, certain);
  const spread = Math.max(
    0,
    ...certain.map((pair) => (hasOwnId(first[pair[0]]!) ? Math.abs(lateness(pair)) : 0)),
  );
  const toleranceNs = certain.length === 0 ? Infinity : Math.max(LEAST_TOLERANCE_NS, 2 * spread);
  const pairs = certain.filter(
    (pair) => hasOwnId(first[pair[0]]!) || Math.abs(lateness(pair)) <= toleranceNs,
  );
  const left = { first: new Set(first.keys()), second: new Set(second.keys()) };
  const take = (more: readonly Pair[]): void => {
    for (const [a, b] of more) {
      left.first.delete(a);
      left.second.delete(b);
    }
  };
  take(pairs);
  const named = [first, second].every((list) => list.filter(hasOwnId).length >= REWRITTEN);
  // a box that writes identifications of its own leaves no pair with one
  const rewritten = named && !pairs.some(([a]) => hasOwnId(first[a]!));
  for (const withId of rewritten ? [true, false] : [true]) {
    const nameOf = (list: readonly Passing[]) => (at: number) => identityOf(list[at]!, withId);
    const waitingFirst = [...left.first];
    const waitingSecond = [...left.second];
    const there = indexed(waitingSecond, nameOf(second));
    for (const [name, here] of indexed(waitingFirst, nameOf(first))) {
      const same = there.get(name);
      if (same === undefined) continue;
      const more = inOrder(
        here.map((at) => waitingFirst[at]!),
        same.map((at) => waitingSecond[at]!),
        lateness,
        toleranceNs,
      );
      pairs.push(...more);
      take(more);
    }
  }
  return { pairs, onlyFirst: [...left.first], onlySecond: [...left.second] };
}
