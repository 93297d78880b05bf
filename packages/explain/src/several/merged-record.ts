/** One record for a connection that several captures saw. */
import { appsOf } from '../judge/apps.ts';
import { outcomeOf } from '../judge/outcome.ts';
import { verdictOf } from '../judge/verdict.ts';
import type { ConnectionRecord, Outcome, VerdictRecord } from '../record.ts';
import type { ClockOffset } from './clock-offset.ts';
import type { Comparison } from './comparison.ts';
import { evidenceOfSeveral } from './evidence.ts';
import { firstTime } from './journeys.ts';
import type { Place } from './places.ts';
import { isFailed, type View } from './views.ts';
import { weigh, type Weighed } from './weigh.ts';

/** Nothing is well that one capture shows as failed; what one shows as well another need not have seen to the end. */
const worst: readonly Outcome[] = ['failed', 'ok', 'open', 'partial'];

function worstOutcome(places: readonly Place[]): Outcome {
  const seen = new Set(
    places
      .flatMap(({ main, leaks }) => (main === null ? [] : [main, ...leaks]))
      .map(({ sighting }) => sighting.record.outcome),
  );
  return worst.find((outcome) => seen.has(outcome)) ?? 'partial';
}

/** The view that shows most of what the verdict says, and that it has gone wrong if it has. */
function primaryOf({ views, ruling }: Weighed): View {
  const likelihood = ({ fits }: View): number =>
    fits.find(({ name }) => name === ruling.case)?.likelihood ?? 0;
  const weight = (view: View): number =>
    likelihood(view) + (view.narrows ? 100 : 0) + (isFailed(view) ? 200 : 0);
  return views.reduce((best, view) => (weight(view) > weight(best) ? view : best));
}

function verdictOfSeveral(comparison: Comparison, weighed: Weighed, clipped: boolean): VerdictRecord {
  const { views, ruling, clues } = weighed;
  const primary = primaryOf(weighed);
  const verdict = verdictOf(primary.facts, primary.ending, ruling);
  const [near, far] = [views[0]!, views.at(-1)!];
  const told = clues.map(({ found }) => found.says).filter((says) => says !== '');
  if (clipped) told.push('only its first packets were held against each other');
  return {
    ...verdict,
    summary:
      told.length === 0 ? verdict.summary : `${verdict.summary.replace(/\.$/, '')}; ${told.join('; ')}.`,
    evidence: evidenceOfSeveral(comparison, weighed, primary.place),
    apps: {
      client: appsOf(near.facts, near.ending, outcomeOf(near.facts, near.ending), ruling.case).client,
      server: appsOf(far.facts, far.ending, outcomeOf(far.facts, far.ending), ruling.case).server,
    },
  };
}

type VantageEntry = NonNullable<ConnectionRecord['vantages']>[number];

function vantageEntry(
  { capture, file, vantage, main, leaks }: Place,
  offsets: readonly (ClockOffset | null)[],
): VantageEntry {
  const offset = offsets[capture];
  const frames = [main!, ...leaks].reduce((sum, { sighting }) => sum + sighting.record.frames.count, 0);
  return {
    ...vantage,
    file,
    frames,
    ...(offset == null ? {} : { clockOffsetNs: String(Math.round(offset.offsetNs)) }),
  };
}

/** The record of a connection that one capture saw and no other could have seen. */
export function recordOfOne(
  id: number,
  place: Place,
  offsets: readonly (ClockOffset | null)[],
): ConnectionRecord {
  const { record } = place.main!.sighting;
  const evidence = record.verdict.evidence.map((each) => ({ ...each, file: place.file }));
  return {
    ...record,
    id,
    vantages: [vantageEntry(place, offsets)],
    verdict: { ...record.verdict, evidence },
  };
}

/** Merges what the places of a comparison saw. `offsets`: of each capture's clock. The `id` is the caller's. */
export function mergedRecord(
  id: number,
  comparison: Comparison,
  offsets: readonly (ClockOffset | null)[],
): ConnectionRecord {
  const seen = comparison.places.filter(({ main }) => main !== null);
  const weighed = weigh(comparison);
  const base = seen[0]!.main!;
  const { record } = base.sighting;
  const ends = base.flipped ? { client: record.server, server: record.client } : {};
  const clipped = seen.some(({ dropped }) => dropped > 0);
  const times = comparison.journeys.map(firstTime);
  const span =
    times.reduce((last, each) => Math.max(last, each), -Infinity) -
    times.reduce((first, each) => Math.min(first, each), Infinity);
  return {
    ...record,
    ...ends,
    id,
    clientKnown: seen.some(({ main }) => main!.sighting.record.clientKnown),
    vantage: seen[0]!.vantage,
    vantages: seen.map((place) => vantageEntry(place, offsets)),
    durationNs: clipped || !(span >= 0) ? record.durationNs : String(Math.round(span)),
    outcome: worstOutcome(seen),
    verdict: verdictOfSeveral(comparison, weighed, clipped),
  };
}
