/**
 * Rules on a connection that several captures saw:
 *
 *     each place ─▶ the cases that fit there ─▶ those that fit everywhere ─▶ less what clues exclude ─▶ ruling
 *
 * A place where the connection merely goes quiet narrows nothing down unless its capture was running until the end, and a
 * place that shows only consequences does not either.
 */
import type { CaseName } from '@halfopen/catalogue';
import type { Ending, EndingKind } from '../judge/ending.ts';
import type { Facts } from '../judge/facts.ts';
import { type Fit, fitsOf, type Ruling, ruleOnFits } from '../judge/referee.ts';
import { SHOWN } from '../recognise/recogniser.ts';
import type { Clue, ClueFound } from './clues/clue.ts';
import { clues } from './clues.ts';
import { type Comparison, lastTime } from './comparison.ts';
import { coverageOf } from './coverage.ts';
import type { Member } from './matching.ts';
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

/** What speaks for a case makes it so much likelier, what speaks against it so much less; more so when it is shown. */
const FOR = { shown: 6, presumed: 3 } as const;
const AGAINST = 1 / 4;
/** A clue speaks for a case; it is not the case's own signature. */
const MOST_BY_CLUES = 89;

/** What one place makes of the connection. */
export interface View {
  readonly place: Place;
  readonly facts: Facts;
  readonly ending: Ending;
  readonly fits: readonly Fit[];
  /** What does not fit here is excluded. */
  readonly narrows: boolean;
}

/** A clue that was found. */
export interface Finding {
  readonly clue: Clue;
  readonly found: ClueFound;
}

/** The ruling and what it rests on. */
export interface Weighed {
  readonly ruling: Ruling;
  readonly views: readonly View[];
  readonly findings: readonly Finding[];
}

/** The clues that a comparison shows. */
export function findingsOf(comparison: Comparison): readonly Finding[] {
  return clues.flatMap((clue) => {
    const found = clue.find(comparison);
    return found === null ? [] : [{ clue, found }];
  });
}

function viewsOf(comparison: Comparison, findings: readonly Finding[]): readonly View[] {
  const endNs = lastTime(comparison) - comparison.slackNs;
  const last = comparison.places.length - 1;
  const following = new Set(
    findings
      .map(({ found }) => found.consequenceAt)
      .map((side) => (side === 'client' ? 0 : side === 'server' ? last : -1)),
  );
  return comparison.places.flatMap((place, index) => {
    if (place.main === null) return [];
    const { facts, ending } = sceneAt(place.main);
    const fits = fitsOf(facts, ending, place.judgeFrom);
    const says =
      ending.kind !== 'fragment' && (ending.kind !== 'open' || (fits[0]?.likelihood ?? 0) >= SHOWN);
    const silent = bySilence.has(ending.kind);
    // what was asked for again and again in vain was seen; what merely did not come may have come later
    const wholly =
      !silent || isFailed(place.main) || coverageOf(comparison.times[index]!, endNs, endNs) === 'shown';
    return [
      {
        place,
        facts,
        ending,
        fits,
        narrows: fits.length > 0 && says && wholly && !(silent && following.has(index)),
      },
    ];
  });
}

function isFailed({ sighting }: Member): boolean {
  return sighting.record.outcome === 'failed';
}

function namesOf(views: readonly View[]): ReadonlySet<CaseName> {
  return new Set(views.flatMap(({ fits }) => fits.map(({ name }) => name)));
}

/** The mean likelihood of a case over the places where it fits, geometric so that one place cannot carry it alone. */
function meanLikelihood(name: CaseName, views: readonly View[]): number {
  const logs = views.flatMap(({ fits }) =>
    fits.filter((fit) => fit.name === name).map(({ likelihood }) => Math.log(likelihood)),
  );
  return logs.length === 0 ? 1 : Math.exp(logs.reduce((sum, each) => sum + each, 0) / logs.length);
}

function weightOf(name: CaseName, findings: readonly Finding[]): number {
  let weight = 1;
  for (const { clue, found } of findings) {
    if (clue.favours.includes(name)) weight *= found.shown ? FOR.shown : FOR.presumed;
    if (clue.excludes.includes(name)) weight *= AGAINST;
  }
  return weight;
}

function without(names: Iterable<CaseName>, findings: readonly Finding[]): readonly CaseName[] {
  const excluded = new Set(findings.flatMap(({ clue, found }) => (found.shown ? clue.excludes : [])));
  return [...names].filter((name) => !excluded.has(name));
}

/** Rules on what several captures show. */
export function weigh(comparison: Comparison): Weighed {
  const findings = findingsOf(comparison);
  const views = viewsOf(comparison, findings);
  const narrowing = views.filter(({ narrows }) => narrows);
  const judging = narrowing.length > 0 ? narrowing : views;
  const everywhere = [...namesOf(judging)].filter((name) =>
    judging.every(({ fits }) => fits.some((fit) => fit.name === name)),
  );
  const settled = findings.find(({ clue, found }) => clue.settles === true && found.shown);
  let names = settled === undefined ? without(everywhere, findings) : settled.clue.favours;
  const agreed = names.length > 0;
  if (!agreed) names = without(namesOf(views), findings);
  if (names.length === 0) names = [...namesOf(views)];
  const among = agreed ? judging : views;
  const fits = names
    .map((name) => {
      const mean = meanLikelihood(name, among);
      return {
        name,
        likelihood: Math.max(1, Math.min(Math.max(mean, MOST_BY_CLUES), mean * weightOf(name, findings))),
      };
    })
    .sort((a, b) => b.likelihood - a.likelihood);
  const shows = narrowing.length > 0 || settled !== undefined;
  const open = among.every(({ ending }) => ending.kind === 'open') && settled === undefined;
  return { ruling: ruleOnFits(fits, open || fits.length === 0, agreed && shows), views, findings };
}
