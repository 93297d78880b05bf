/** A packet on its way past captures, while they are added one by one. */
import type { Passing } from './sighting.ts';

/** A journey that may still pass further places. */
export interface OpenJourney {
  /** What it is called when a further place is held against it, with its time at the last place that saw it. */
  readonly name: Passing;
  /** By place, what was seen there of it: nothing, the packet, or its parts in order. */
  readonly seen: readonly (readonly Passing[])[];
}

/** A packet that no place before this one has seen. */
export function begin(name: Passing, place: number, places: number): OpenJourney {
  return { name, seen: Array.from({ length: places }, (_, each) => (each === place ? [name] : [])) };
}

/** The journey with what a place saw of it. */
export function passing(journey: OpenJourney, place: number, parts: readonly Passing[]): OpenJourney {
  const { name, seen } = journey;
  return { name: { ...name, atNs: parts[0]?.atNs ?? name.atNs }, seen: seen.with(place, parts) };
}
