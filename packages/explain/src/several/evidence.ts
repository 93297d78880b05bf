/** The evidence of several captures, in order of time on one clock. */
import type { EvidenceRecord } from '../record.ts';
import type { Comparison } from './comparison.ts';
import type { Journey } from './journeys.ts';
import type { Place } from './places.ts';
import type { Weighed } from './weigh.ts';

/** More than this nobody reads. */
const MOST = 9;

interface Item {
  readonly place: Place;
  readonly frame: number;
  readonly atNs: number;
  readonly says: string;
  /** The packet, `null`: it is not among those that were kept. */
  readonly journey: Journey | null;
}

/** Where a frame of a place is in the journeys. */
function finder({ places, journeys, errors }: Comparison): (place: Place, frame: number) => Journey | null {
  const byPlace = places.map((_, index) => {
    const known = [...journeys, ...errors].flatMap((journey) => {
      const passing = journey.seen[index];
      return passing == null ? [] : [[passing.packet.frame, journey] as const];
    });
    return new Map<number, Journey>(known);
  });
  return (place, frame) => byPlace[places.indexOf(place)]?.get(frame) ?? null;
}

/** Evidence for a ruling: what clues rest on, what the main place shows, then what others add. */
export function evidenceOfSeveral(
  comparison: Comparison,
  { clues, views }: Weighed,
  primary: Place,
): readonly EvidenceRecord[] {
  const find = finder(comparison);
  const indexOf = (place: Place): number => comparison.places.indexOf(place);
  const item = (place: Place, frame: number, says: string): Item => {
    const journey = find(place, frame);
    const atNs = journey?.seen[indexOf(place)]?.atNs ?? endOf(comparison, place);
    return { place, frame, atNs, says, journey };
  };
  const ofClues = clues.flatMap(({ found }) =>
    found.evidence.flatMap(({ journey, says }) => {
      const order = [...comparison.places.keys()];
      const index = (journey.from === 'client' ? order : order.reverse()).find(
        (each) => journey.seen[each] !== null,
      );
      return index === undefined
        ? []
        : [item(comparison.places[index]!, journey.seen[index]!.packet.frame, says)];
    }),
  );
  const ofPlace = (place: Place): readonly Item[] =>
    (place.main?.sighting.record.verdict.evidence ?? []).map(({ frame, says }) => item(place, frame, says));
  const others = views
    .filter(({ place, ending }) => place !== primary && ending.kind !== 'open' && ending.kind !== 'fragment')
    .flatMap(({ place }) => ofPlace(place));
  const chosen: Item[] = [];
  for (const each of [...ofClues, ...shortened(ofPlace(primary), MOST - ofClues.length), ...others]) {
    const known = chosen.findIndex((other) =>
      each.journey === null
        ? each.place === other.place && each.frame === other.frame
        : each.journey === other.journey,
    );
    const before = chosen[known];
    if (before === undefined) {
      if (chosen.length < MOST) chosen.push(each);
    } else if (each.place === primary && !before.says.includes(each.says)) {
      chosen[known] = { ...before, says: `${each.says}; ${before.says}` };
    }
  }
  return chosen
    .sort((a, b) => a.atNs - b.atNs)
    .map(({ frame, place, says }) => ({ frame, file: place.file, says }));
}

/** How it began and how it ended. */
function shortened(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  const begin = Math.min(2, most);
  return [...items.slice(0, begin), ...items.slice(items.length - Math.max(0, most - begin))];
}

/** A frame that was not kept came after those that were. */
function endOf({ places, journeys }: Comparison, place: Place): number {
  const index = places.indexOf(place);
  return journeys.reduce((last, { seen }) => Math.max(last, seen[index]?.atNs ?? -Infinity), 0);
}
