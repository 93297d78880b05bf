/**
 * Finds the sightings that are of one connection. Addresses and ports may differ, since a NAT may stand between two captures;
 * sequence numbers do not:
 *
 *     the same ends, an initial sequence number in common ─▶ the same connection
 *     both initial sequence numbers in common, or one and one end ─▶ the same, unless others have them too
 *     none known (the capture starts mid-stream) ─▶ the same if segments are: one on the same ends, several on others
 *
 * Ports alone are never enough: they are used again.
 */
import { joinBySegments } from './same-segments.ts';
import { groupByNumbers } from './same-numbers.ts';
import type { Sighting } from './sighting.ts';

/** A sighting within its connection. */
export interface Member {
  readonly sighting: Sighting;
  /** It has client and server the wrong way round: its capture did not see who began. */
  readonly flipped: boolean;
  /** A NAT that forgot the connection let these segments pass untranslated: on other ends than the rest in the same capture. */
  readonly leaked: boolean;
}

/** The sightings of one connection, in the order in which they were found. The first one gives the sides their names. */
export type Group = readonly Member[];

/** Sorts sightings, in order of their captures, into connections. */
export function matchSightings(sightings: readonly Sighting[]): readonly Group[] {
  return joinBySegments(groupByNumbers(sightings));
}
