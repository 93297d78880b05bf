/**
 * Captures that evidently began later or ended earlier than the connection. A file speaks from its first frame to its last; what is
 * missing from it outside of that time is presumed to have been lost:
 *
 *     client.pcap   S   SA   A   P   A   P   A   P
 *     server.pcap   S   SA   A   P                          presumed lost: the second P
 *
 * unless the end that it stands next to has sent something then, which did come to the other end. Then it did not run.
 */
import type { Comparison } from './comparison.ts';
import { wayOf } from './comparison.ts';
import { isReset } from './clues/packets.ts';
import type { CoveredTime } from './coverage.ts';
import type { Journey } from './journeys.ts';

/** When a packet passed a place that has not got it, though it should. */
interface Miss {
  readonly place: number;
  readonly fromNs: number;
  readonly toNs: number;
}

/** The places that a packet must have passed without being captured there. */
function missesOf(comparison: Comparison, { from, seen }: Journey): readonly Miss[] {
  const way = wayOf(comparison, from);
  const last = way.findLastIndex((place) => seen[place] !== null);
  let beforeNs: number | null = null;
  const misses: Miss[] = [];
  for (const [step, place] of way.slice(0, last).entries()) {
    const here = seen[place];
    if (here != null) beforeNs = here.atNs;
    else {
      const next = way.slice(step).find((each) => seen[each] !== null)!;
      const toNs = seen[next]!.atNs;
      misses.push({ place, fromNs: beforeNs ?? toNs - comparison.slackNs, toNs });
    }
  }
  return misses;
}

/** The times in which the captures ran, less those in which one of them evidently did not. A reset may be forged, and proves nothing. */
export function knownTimes(comparison: Comparison): readonly CoveredTime[] {
  const times = [...comparison.times];
  for (const journey of comparison.journeys) {
    if (isReset(journey)) continue;
    for (const { place, fromNs, toNs } of missesOf(comparison, journey)) {
      const time = times[place]!;
      const { firstNs, lastNs } = time;
      if (time.ranThroughout) continue;
      if (toNs < firstNs) times[place] = { ...time, keptFromNs: firstNs };
      else if (fromNs > lastNs) times[place] = { ...time, keptUntilNs: Math.min(time.keptUntilNs, lastNs) };
    }
  }
  return times;
}
