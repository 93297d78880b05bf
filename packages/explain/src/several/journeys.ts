/** The way of every packet past all captures of a connection. */
import type { Side } from '@halfopen/catalogue';
import { align } from './alignment.ts';
import { findCuts } from './segmentation.ts';
import type { Passing } from './sighting.ts';

/** One packet, and where it was seen. */
export interface Journey {
  readonly from: Side;
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly lengthBytes: number;
  /** By place, from the client's to the server's; `null`: not seen there. */
  readonly seen: readonly (Passing | null)[];
}

interface OpenJourney {
  readonly first: Passing;
  readonly seen: (Passing | null)[];
}

/** The journeys of all packets, in order of time. `places`: what each capture saw, on the common clock, from the client's on. */
export function journeysOf(places: readonly (readonly Passing[])[]): readonly Journey[] {
  const open: OpenJourney[] = [];
  for (const [place, passings] of places.entries()) extend(open, passings, place, places.length);
  return open
    .map(({ first: { from, packet }, seen }) => {
      const { flags, seq, ack, lengthBytes } = packet;
      return { from, flags, seq, ack, lengthBytes, seen };
    })
    .sort((a, b) => firstTime(a) - firstTime(b));
}

/** Adds what a further place saw. */
function extend(open: OpenJourney[], passings: readonly Passing[], place: number, places: number): void {
  const before = open.map(({ first }) => first);
  const { pairs, onlyFirst, onlySecond } = align(before, passings);
  const unheardOf = new Set(onlySecond);
  const note = (journey: number, at: number): void => {
    open[journey]!.seen[place] = passings[at]!;
    unheardOf.delete(at);
  };
  for (const [a, b] of pairs) note(a, b);
  const earlier = { list: before, left: onlyFirst };
  const here = { list: passings, left: onlySecond };
  for (const { whole, parts } of findCuts(earlier, here))
    for (const part of parts.toReversed()) note(whole, part);
  for (const { whole, parts } of findCuts(here, earlier)) for (const part of parts) note(part, whole);
  for (const at of unheardOf) {
    const first = passings[at]!;
    open.push({ first, seen: Array.from({ length: places }, (_, each) => (each === place ? first : null)) });
  }
}

/** When a packet was first seen. */
export function firstTime({ seen }: Journey): number {
  return seen.reduce(
    (first, passing) => (passing === null ? first : Math.min(first, passing.atNs)),
    Infinity,
  );
}
