/**
 * The way of every packet past all captures of a connection. Captures are added one by one, from the client's on: what is the same
 * packet goes on, what was cut or joined between the two is shown as the place nearer to its sender has it, the rest is new.
 */
import type { Side } from '@halfopen/catalogue';
import { align } from './alignment.ts';
import { begin, type OpenJourney, passing } from './open-journey.ts';
import { resegment } from './resegment.ts';
import type { Passing } from './sighting.ts';

/** One packet, and where it was seen. */
export interface Journey {
  readonly from: Side;
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly lengthBytes: number;
  /** By place, from the client's to the server's; `null`: not seen there. Of a packet in several parts: the first. */
  readonly seen: readonly (Passing | null)[];
}

/** The journeys of all packets, in order of time. `places`: what each capture saw, on the common clock, from the client's on. */
export function journeysOf(places: readonly (readonly Passing[])[]): readonly Journey[] {
  let open: readonly OpenJourney[] = [];
  for (const [place, passings] of places.entries()) open = extended(open, passings, place, places.length);
  return open
    .map(({ name: { from, packet }, seen }) => {
      const { flags, seq, ack, lengthBytes } = packet;
      return { from, flags, seq, ack, lengthBytes, seen: seen.map(([first = null]) => first) };
    })
    .sort(inOrder);
}

/** By when and where it was first seen; pieces of one frame by sequence number. */
function inOrder(a: Journey, b: Journey): number {
  const atNs = firstTime(a);
  const apartNs = atNs - firstTime(b);
  if (apartNs !== 0) return apartNs;
  const place = ({ seen }: Journey): number => seen.findIndex((each) => each?.atNs === atNs);
  const frame = (each: Journey): number => each.seen[place(each)]!.packet.frame;
  return place(a) - place(b) || frame(a) - frame(b) || (a.seq - b.seq) | 0;
}

/** The journeys with what a further place saw, in order of time at the last one. */
function extended(
  open: readonly OpenJourney[],
  passings: readonly Passing[],
  place: number,
  places: number,
): readonly OpenJourney[] {
  const { pairs, onlyFirst, onlySecond } = align(
    open.map(({ name }) => name),
    passings,
  );
  const going = open.map((each): readonly OpenJourney[] => [each]);
  for (const [a, b] of pairs) going[a] = [passing(open[a]!, place, [passings[b]!])];
  const { changed, left } = resegment(open, onlyFirst, passings, onlySecond, { place, places });
  for (const [a, journeys] of changed) going[a] = journeys;
  const begun = left.map((at) => begin(passings[at]!, place, places));
  return [...going.flat(), ...begun].sort((a, b) => a.name.atNs - b.name.atNs);
}

/** When a packet was first seen. */
export function firstTime({ seen }: Journey): number {
  return seen.reduce((first, each) => (each === null ? first : Math.min(first, each.atNs)), Infinity);
}
