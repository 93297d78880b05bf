/** What each place makes of a connection by itself, and how far that can be relied on. */
import type { Ending, EndingKind } from '../judge/ending.ts';
import type { Facts } from '../judge/facts.ts';
import { type Fit, fitsOf } from '../judge/referee.ts';
import { SHOWN } from '../recognise/recogniser.ts';
import { type Comparison, lastTime } from './comparison.ts';
import { coverageOf } from './coverage.ts';
import type { FoundClue } from './found-clues.ts';
import { type Place, sceneAt } from './places.ts';

/** Endings that follow from what did not come. */
const bySilence: ReadonlySet<EndingKind> = new Set<EndingKind>([
  'attempt-unanswered',
  'attempt-half',
  'half-accepted',
  'half-closed',
  'data-unanswered',
  'fin-unanswered',
  'keepalive-unanswered',
  'probe-unanswered',
  'window-stuck',
  'open',
]);

/** What one place makes of the connection. */
export interface View {
  readonly place: Place;
  readonly facts: Facts;
  readonly ending: Ending;
  readonly fits: readonly Fit[];
  /** What does not fit here is excluded. */
  readonly narrows: boolean;
}

/** The connection has failed as far as this place saw. */
export function isFailed({ place }: Pick<View, 'place'>): boolean {
  return place.main?.sighting.record.outcome === 'failed';
}

/** The views of the places that saw something, the client's first. */
export function viewsOf(comparison: Comparison, clues: readonly FoundClue[]): readonly View[] {
  const { places, times, slackNs } = comparison;
  const endNs = lastTime(comparison) - slackNs;
  const followingSides = new Set(clues.map(({ found }) => found.consequenceAt));
  return places.flatMap((place, index) => {
    if (place.main === null) return [];
    const { facts, ending } = sceneAt(place.main);
    const fits = fitsOf(facts, ending, place.judgeFrom);
    const best = fits[0]?.likelihood ?? 0;
    const says = best > 0 && ending.kind !== 'fragment' && (ending.kind !== 'open' || best >= SHOWN);
    const follows =
      (index === 0 && followingSides.has('client')) ||
      (index === places.length - 1 && followingSides.has('server'));
    // what was asked for again and again in vain was seen; what merely did not come may have come later
    const wholly = isFailed({ place }) || coverageOf(times[index]!, endNs, endNs) === 'shown';
    const narrows = says && (!bySilence.has(ending.kind) || (wholly && !follows));
    return [{ place, facts, ending, fits, narrows }];
  });
}
