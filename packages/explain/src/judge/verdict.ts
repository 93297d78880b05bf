/** From a ruling to a verdict: who ended it, what the programs saw, what would settle it, what to change. */
import { type CaseName, type EndedBy, gistOf } from '@halfopen/catalogue';
import type { VerdictRecord } from '../record.ts';
import { appsOf } from './apps.ts';
import type { Ending } from './ending.ts';
import { evidenceOf } from './evidence.ts';
import type { Facts } from './facts.ts';
import { outcomeOf } from './outcome.ts';
import type { Ruling } from './referee.ts';
import { summaryOf } from './summary.ts';

const MOST_ADVICE = 3;
/** So many cases are told apart in words; whoever has more to choose from must narrow it down first. */
const MOST_PROOFS = 4;

/** Who ended it: the catalogue says which part did, the packets which side played it. */
function endedBy({ kind, by }: Ending, name: CaseName | null): EndedBy {
  if (name === null) return 'nobody';
  const told = gistOf(name).endedBy;
  if (kind === 'open' || kind === 'half-closed') return 'nobody';
  if (told !== 'client' && told !== 'server') return told;
  return kind.startsWith('attempt') || kind === 'half-accepted' ? told : by;
}

const settling = new Map<string, string>();

function settleText(name: CaseName, lookalikes: readonly CaseName[]): string {
  if (lookalikes.length === 0) return '';
  const key = `${name} ${lookalikes.join(' ')}`;
  const known = settling.get(key);
  if (known !== undefined) return known;
  const text = [name, ...lookalikes]
    .slice(0, MOST_PROOFS)
    .map((each) => `${each}: ${gistOf(each).provenBy}`)
    .join(' ');
  settling.set(key, text);
  return text;
}

/** The verdict on a connection. */
export function verdictOf(facts: Facts, ending: Ending, ruling: Ruling): VerdictRecord {
  const { case: name, lookalikes, certainty } = ruling;
  return {
    case: name,
    certainty,
    lookalikes,
    endedBy: endedBy(ending, name),
    summary: summaryOf(facts, ending, ruling),
    evidence: evidenceOf(facts, ending),
    apps: appsOf(facts, ending, outcomeOf(facts, ending), name),
    settle: name === null ? '' : settleText(name, lookalikes),
    advice: name === null ? [] : gistOf(name).advice.slice(0, MOST_ADVICE),
  };
}
