/**
 * Weighs what recognisers say: the likeliest case that fits is the verdict, the others that fit are its lookalikes. Nothing that
 * the packets exclude gets in, nothing that they allow is left out; so the truth is in it if it is in the catalogue.
 */
import type { CaseName, Vantage } from '@halfopen/catalogue';
import { type Recogniser, SHOWN } from '../recognise/recogniser.ts';
import { recognisers } from '../recognisers.ts';
import type { Certainty, VantageRecord } from '../record.ts';
import { type Ending, type EndingKind } from './ending.ts';
import type { Facts } from './facts.ts';
import { sceneOf } from './scene.ts';
import { vantagesToJudgeFrom } from './vantage.ts';

/** Above this the verdict's case is much more common than its lookalikes. */
const LIKELY = 40;

const TIME_TO_CLOSE_NS = 1_000_000_000;
const TIME_TO_ANSWER_NS = 900_000_000;
/** From here on a case has a signature of its own: the common ones that merely fit too are not meant. */
const UNMISTAKABLE = 90;

/** The case, and what else it may be. */
export interface Ruling {
  readonly case: CaseName | null;
  readonly lookalikes: readonly CaseName[];
  readonly certainty: Certainty;
}

const byEnding = new Map<EndingKind, readonly Recogniser[]>();

/** The recognisers that are asked about an ending. */
function askedAbout(kind: EndingKind): readonly Recogniser[] {
  const known = byEnding.get(kind);
  if (known !== undefined) return known;
  const asked = Object.values<Recogniser>(recognisers).filter(({ endings }) => endings.includes(kind));
  byEnding.set(kind, asked);
  return asked;
}

/** Whether connections of this case can end like this. */
export function canEnd(name: CaseName, kind: EndingKind): boolean {
  return askedAbout(kind).some((recogniser) => recogniser.case === name);
}

/** A case that fits, and how well. */
export interface Fit {
  readonly name: CaseName;
  readonly likelihood: number;
}

/** The cases that fit when the capture was made at one of these vantages, the likeliest first. */
export function fitsOf(facts: Facts, ending: Ending, vantages: readonly Vantage[]): readonly Fit[] {
  const scenes = vantages.map((at) => sceneOf(facts, ending, at));
  const fitting: Fit[] = [];
  for (const recogniser of askedAbout(ending.kind)) {
    let likelihood = 0;
    for (const scene of scenes) likelihood = Math.max(likelihood, recogniser.likelihood(scene));
    if (likelihood > 0) fitting.push({ name: recogniser.case, likelihood });
  }
  return fitting.sort((a, b) => b.likelihood - a.likelihood);
}

/** Rules on a connection. */
export function rule(facts: Facts, ending: Ending, vantage: VantageRecord): Ruling {
  const fitting = fitsOf(facts, ending, vantagesToJudgeFrom(vantage));
  const [best] = fitting;
  if (best === undefined) return ruleByFamily(askedAbout(ending.kind));
  if (justBegun(facts, ending) || (justClosed(facts, ending) && best.likelihood < LIKELY)) {
    return { case: null, lookalikes: fitting.map(({ name }) => name), certainty: 'possible' };
  }
  const seenBothWays = facts.client.packets > 0 && facts.server.packets > 0;
  return ruleOnFits(fitting, ending.kind === 'open', seenBothWays || ending.kind.startsWith('attempt'));
}

/** An attempt whose answer could still come. */
function justBegun({ client, server, endNs }: Facts, { kind }: Ending): boolean {
  if (kind === 'attempt-unanswered') return client.synCount === 1 && endNs - client.synNs < TIME_TO_ANSWER_NS;
  return kind === 'attempt-half' && server.synAckCount === 1 && endNs - server.synAckNs < TIME_TO_ANSWER_NS;
}

/** One side has closed, and the other has hardly had the time to. */
function justClosed(facts: Facts, { kind, by }: Ending): boolean {
  return kind === 'half-closed' && facts.endNs - facts[by].finNs < TIME_TO_CLOSE_NS;
}

/** The ruling among cases that fit, the likeliest first. `open`: nothing went wrong for sure. `firm`: as for {@link ruling}. */
export function ruleOnFits(fitting: readonly Fit[], open: boolean, firm: boolean): Ruling {
  const best = fitting[0]?.likelihood ?? 0;
  if (!open) return ruling(fitting, firm);
  // what looks well may hide cases that show nothing; where something speaks for a case, it is none of those
  if (best >= LIKELY)
    return ruling(
      fitting.filter(({ likelihood }) => likelihood >= SHOWN),
      firm,
    );
  if (best >= SHOWN) return ruling(fitting, false);
  return { case: null, lookalikes: fitting.map(({ name }) => name), certainty: 'possible' };
}

/** The ruling that follows from what fits, which is not nothing. `firm`: what was seen is the case's own signature, not only its family's. */
function ruling(fitting: readonly Fit[], firm: boolean): Ruling {
  const [best, ...fittingToo] = fitting;
  const least = best!.likelihood >= UNMISTAKABLE ? LIKELY : 1;
  const lookalikes = fittingToo.filter(({ likelihood }) => likelihood >= least).map(({ name }) => name);
  const certainty =
    !firm || best!.likelihood < LIKELY ? 'possible' : lookalikes.length === 0 ? 'certain' : 'likely';
  return { case: best!.name, lookalikes, certainty };
}

/** Nothing fits exactly: the family of cases that end like this, as a possibility and no more. */
function ruleByFamily(asked: readonly Recogniser[]): Ruling {
  const [first, ...others] = asked.map((recogniser) => recogniser.case);
  return { case: first ?? null, lookalikes: others, certainty: 'possible' };
}
