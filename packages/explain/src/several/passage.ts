/** When packets passed the places of a connection, and which of their frames have a name. */
import type { Vantage } from '@halfopen/catalogue';
import type { PacketEvent } from '@halfopen/timeline';
import { vantageOfFrames } from '../packets/frame-vantage.ts';
import { type Comparison, wayOf } from './comparison.ts';
import type { Journey } from './journeys.ts';
import type { Place } from './places.ts';

/** By vantage: the place under which events name its frames, the first one of those that saw something. */
export function namedPlaces(places: readonly Place[]): ReadonlyMap<Vantage, number> {
  const named = new Map<Vantage, number>();
  for (const [index, { main, vantage }] of places.entries()) {
    const at = vantageOfFrames(vantage.at);
    if (main !== null && !named.has(at)) named.set(at, index);
  }
  return named;
}

/** When a packet was where, on the common clock. */
export function passageOf(
  comparison: Comparison,
  { from, seen }: Journey,
  isLost: boolean,
): Pick<PacketEvent, 'atNs' | 'middleNs' | 'arrivedNs'> {
  const way = wayOf(comparison, from).filter((place) => seen[place] !== null);
  const timeAt = (place: number): number => Math.round(seen[place]!.atNs);
  const atNs = timeAt(way[0]!);
  const middle = way.find((place) => comparison.places[place]!.vantage.at === 'middle');
  const arrivedNs = isLost ? null : Math.max(atNs, timeAt(way.at(-1)!));
  const middleNs =
    middle === undefined ? null : Math.min(Math.max(atNs, timeAt(middle)), arrivedNs ?? Infinity);
  return { atNs, middleNs, arrivedNs };
}

/** Its frame numbers. */
export function framesOf({ seen }: Journey, named: ReadonlyMap<Vantage, number>): PacketEvent['frames'] {
  return Object.fromEntries(
    [...named].flatMap(([vantage, place]) => {
      const passing = seen[place];
      return passing == null ? [] : [[vantage, passing.packet.frame] as const];
    }),
  );
}
