/**
 * Rules on a connection that several captures saw:
 *
 *     each place ─▶ the cases that fit there ─▶ those that fit everywhere ─▶ less what clues exclude ─▶ ruling
 *
 * A place where the connection merely goes quiet narrows nothing down unless its capture was running until the end, and a
 * place that shows only consequences does not either.
 */
import type { CaseName } from '@halfopen/catalogue';
import { canEnd, type Ruling, ruleOnFits } from '../judge/referee.ts';
import type { Comparison } from './comparison.ts';
import { type FoundClue, foundClues } from './found-clues.ts';
import { isFailed, type View, viewsOf } from './views.ts';

/** What speaks for a case makes it so much likelier, what speaks against it so much less; more so when it is shown. */
const FOR = { shown: 10, presumed: 3 } as const;
const AGAINST = 1 / 4;
/** As likely is a case that fits at no single place. */
const BROUGHT = 20;
/** A clue speaks for a case; it is not the case's own signature. */
const MOST_BY_CLUES = 89;

/** The ruling and what it rests on. */
export interface Weighed {
  readonly ruling: Ruling;
  readonly views: readonly View[];
  readonly clues: readonly FoundClue[];
}

function namesOf(views: readonly View[]): ReadonlySet<CaseName> {
  return new Set(views.flatMap(({ fits }) => fits.map(({ name }) => name)));
}

/** The mean likelihood of a case over the places where it fits, geometric so that one place cannot carry it alone. */
function meanLikelihood(name: CaseName, views: readonly View[]): number {
  const logs = views.flatMap(({ fits }) =>
    fits.filter((fit) => fit.name === name).map(({ likelihood }) => Math.log(likelihood)),
  );
  return logs.length === 0 ? BROUGHT : Math.exp(logs.reduce((sum, each) => sum + each, 0) / logs.length);
}

function weightOf(name: CaseName, clues: readonly FoundClue[]): number {
  let weight = 1;
  for (const { clue, found } of clues) {
    if (clue.favours.includes(name)) weight *= found.shown ? FOR.shown : FOR.presumed;
    if (clue.excludes.includes(name)) weight *= AGAINST;
  }
  return weight;
}

function without(names: Iterable<CaseName>, clues: readonly FoundClue[]): readonly CaseName[] {
  const excluded = new Set(clues.flatMap(({ clue, found }) => (found.shown ? clue.excludes : [])));
  return [...names].filter((name) => !excluded.has(name));
}

/** Cases that only the comparison shows, as far as they end as the connection did. */
function broughtBy(clues: readonly FoundClue[], views: readonly View[]): readonly CaseName[] {
  return clues
    .flatMap(({ found }) => (found.shown ? (found.brings ?? []) : []))
    .filter((name) => views.some(({ ending }) => canEnd(name, ending.kind)));
}

/** Nothing fits anywhere: what the place that saw it fail, or the first one, takes for possible. */
function familyOf(views: readonly View[]): Ruling {
  const view = views.find(isFailed) ?? views[0]!;
  const { case: name, lookalikes } = view.place.main!.sighting.record.verdict;
  return { case: name, lookalikes, certainty: 'possible' };
}

interface Candidates {
  readonly names: readonly CaseName[];
  /** The views that they come from. */
  readonly among: readonly View[];
  /** Those views agree on them. */
  readonly agreed: boolean;
}

/** The cases that are left. */
function candidatesOf(
  views: readonly View[],
  narrowing: readonly View[],
  clues: readonly FoundClue[],
): Candidates {
  const judging = narrowing.length > 0 ? narrowing : views;
  const everywhere = [...namesOf(judging)].filter((name) =>
    judging.every(({ fits }) => fits.some((fit) => fit.name === name)),
  );
  const brought = broughtBy(clues, views);
  const left = [...new Set([...without(everywhere, clues), ...brought])];
  if (everywhere.length > 0 && left.length > 0) return { names: left, among: judging, agreed: true };
  const anywhere = [...new Set([...without(namesOf(views), clues), ...brought])];
  return { names: anywhere.length > 0 ? anywhere : [...namesOf(views)], among: views, agreed: false };
}

/** Rules on what several captures show. */
export function weigh(comparison: Comparison): Weighed {
  const clues = foundClues(comparison);
  const views = viewsOf(comparison, clues);
  const narrowing = views.filter(({ narrows }) => narrows);
  const settled = clues.find(({ clue, found }) => clue.settles === true && found.shown);
  const { names, among, agreed } =
    settled === undefined
      ? candidatesOf(views, narrowing, clues)
      : { names: settled.clue.favours, among: views, agreed: true };
  const fits = names
    .map((name) => {
      const mean = meanLikelihood(name, among);
      const weighted = mean * weightOf(name, clues);
      return { name, likelihood: Math.max(1, Math.min(weighted, Math.max(mean, MOST_BY_CLUES))) };
    })
    .sort((a, b) => b.likelihood - a.likelihood);
  if (fits.length === 0) return { ruling: familyOf(views), views, clues };
  const open = settled === undefined && among.every(({ ending }) => ending.kind === 'open');
  const shows = settled !== undefined || narrowing.length > 0;
  return { ruling: ruleOnFits(fits, open, agreed && shows), views, clues };
}
