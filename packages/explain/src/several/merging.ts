/** From captures that have been read to connections, each told once. */
import type { ClockOffset } from './clock-offset.ts';
import { offsetsOf, type SharedPackets } from './clocks.ts';
import type { Comparison } from './comparison.ts';
import type { ConnectionStory } from '../packets/connection-story.ts';
import { toldByOne, toldBySeveral } from './told.ts';
import type { CoveredTime } from './coverage.ts';
import { journeysOf } from './journeys.ts';
import { matchSightings } from './matching.ts';
import { mergedRecord, recordOfOne } from './merged-record.ts';
import { type Place, placesOf } from './places.ts';
import { sharedBy } from './shared.ts';
import type { Gathered, Passing } from './sighting.ts';
import { Witnesses } from './witnesses.ts';

/** On the way between two captures nothing takes longer, as far as is known. */
const LEAST_SLACK_NS = 1_000_000;

/** The connections, in order of first frames on the first capture's clock. `ranThroughout`: as in SeveralOptions. */
export function* mergeSightings(
  captures: readonly Gathered[],
  ranThroughout: boolean,
): Generator<ConnectionStory, void, undefined> {
  const epochNs = captures.reduce(
    (least, { span }) => (span !== null && span.firstNs < least ? span.firstNs : least),
    1n << 64n,
  );
  const shifts = captures.map(({ baseNs }) => Number(baseNs - epochNs));
  const groups = matchSightings(captures.flatMap(({ sightings }) => sightings)).map((group) =>
    placesOf(group, captures, shifts),
  );
  const shared = groups.flatMap(sharedOf);
  const offsets = offsetsOf(captures.length, shared);
  const witnesses = new Witnesses(captures, groups);
  const times = captures.map(({ span }, index): CoveredTime => {
    const offsetNs = offsets[index]?.offsetNs ?? 0;
    const firstNs = span === null ? Infinity : Number(span.firstNs - epochNs) - offsetNs;
    const lastNs = span === null ? -Infinity : Number(span.lastNs - epochNs) - offsetNs;
    return { firstNs, lastNs, keptFromNs: -Infinity, keptUntilNs: Infinity, ranThroughout };
  });
  const startOf = (places: readonly Place[]): number =>
    Math.min(
      ...places.map(({ passings, capture }) => (passings[0]?.atNs ?? 0) - (offsets[capture]?.offsetNs ?? 0)),
    );
  const inOrder = groups
    .map((places) => ({ places, startNs: startOf(places) }))
    .sort((a, b) => a.startNs - b.startNs);
  let id = 0;
  for (const { places } of inOrder) {
    id += 1;
    const all = witnesses.among(places);
    const [only] = all;
    if (only !== undefined && all.length === 1) {
      yield toldByOne(recordOfOne(id, only, offsets), only);
      continue;
    }
    const comparison = compare(all, offsets, times);
    yield toldBySeveral(mergedRecord(id, comparison, offsets), comparison);
  }
}

function sharedOf(places: readonly Place[]): readonly SharedPackets[] {
  const shared: SharedPackets[] = [];
  for (const [index, near] of places.entries()) {
    for (const far of places.slice(index + 1)) {
      const { rttMs } = near.main!.sighting.record.tcp;
      const roundTripNs = rttMs === null ? null : rttMs * 1_000_000;
      shared.push({
        first: near.capture,
        second: far.capture,
        firstNearer: true,
        roundTripNs,
        packets: sharedBy(near, far),
      });
    }
  }
  return shared;
}

/** Puts all places on one clock and follows every packet past them. */
function compare(
  places: readonly Place[],
  offsets: readonly (ClockOffset | null)[],
  times: readonly CoveredTime[],
): Comparison {
  const onOneClock = places.map((place) => {
    const offsetNs = offsets[place.capture]?.offsetNs ?? 0;
    const shifted = (passings: readonly Passing[]): readonly Passing[] =>
      passings.map((passing) => ({ ...passing, atNs: passing.atNs - offsetNs }));
    return { ...place, passings: shifted(place.passings), errors: shifted(place.errors) };
  });
  const journeys = journeysOf(onOneClock.map(({ passings }) => passings));
  const errors = journeysOf(onOneClock.map((place) => place.errors));
  let slackNs = LEAST_SLACK_NS;
  for (const { seen } of journeys) {
    const known = seen.filter((passing) => passing !== null).map(({ atNs }) => atNs);
    if (known.length > 1) slackNs = Math.max(slackNs, Math.max(...known) - Math.min(...known));
  }
  const uncertaintyNs = places.reduce(
    (most, { capture }) => Math.max(most, offsets[capture]?.uncertaintyNs ?? 0),
    0,
  );
  const covered = onOneClock.map(({ capture, dropped, passings }) => {
    const time = times[capture]!;
    return dropped === 0 ? time : { ...time, keptUntilNs: passings.at(-1)?.atNs ?? -Infinity };
  });
  return { places: onOneClock, journeys, errors, times: covered, slackNs: slackNs + uncertaintyNs };
}
