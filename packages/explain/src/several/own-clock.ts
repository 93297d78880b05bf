/**
 * Mends the clocks for one connection. The offset between two captures is found from all their connections together; where their
 * clocks run at unlike speeds, it does not fit each: packets seem to arrive before they left.
 *
 *     onward    arrival - departure   ≥ 0   for every packet of the client's
 *     backward  arrival - departure   ≥ 0   for every packet of the server's
 *
 * A place whose packets contradict that is moved into the middle of what they allow.
 */
import type { Comparison } from './comparison.ts';
import type { CoveredTime } from './coverage.ts';
import type { Journey } from './journeys.ts';
import type { Passing } from './sighting.ts';

/** Nanoseconds by which a place's clock is still ahead of that of the first place. */
function aheadNs(journeys: readonly Journey[], place: number): number {
  let most = Infinity;
  let least = -Infinity;
  for (const { from, seen } of journeys) {
    const here = seen[0];
    const there = seen[place];
    if (here == null || there == null) continue;
    const differenceNs = there.atNs - here.atNs;
    if (from === 'client') most = Math.min(most, differenceNs);
    else least = Math.max(least, differenceNs);
  }
  if (least <= 0 && most >= 0) return 0;
  if (Number.isFinite(least) && Number.isFinite(most)) return (least + most) / 2;
  return Number.isFinite(most) ? most : least;
}

function moved({ seen, ...rest }: Journey, ahead: readonly number[]): Journey {
  const at = (passing: Passing, place: number): Passing => ({
    ...passing,
    atNs: passing.atNs - ahead[place]!,
  });
  return { ...rest, seen: seen.map((passing, place) => (passing === null ? null : at(passing, place))) };
}

/** The comparison with clocks on which the connection's packets arrive after they left, as far as there are such. */
export function onOwnClock(comparison: Comparison): Comparison {
  const { places, journeys, errors, times } = comparison;
  const ahead = places.map((_, place) => (place === 0 ? 0 : aheadNs(journeys, place)));
  if (ahead.every((ns) => ns === 0)) return comparison;
  return {
    ...comparison,
    journeys: journeys.map((each) => moved(each, ahead)),
    errors: errors.map((each) => moved(each, ahead)),
    times: times.map((time, place): CoveredTime => {
      const ns = ahead[place]!;
      return {
        ...time,
        firstNs: time.firstNs - ns,
        lastNs: time.lastNs - ns,
        keptUntilNs: time.keptUntilNs - ns,
      };
    }),
  };
}
