/** `lab --claims --format text`: each claim with its verdict and the figures behind it. */
import type { DecidedClaim } from '@halfopen/lab';
import { type Style, mark, paint } from '../terminal/style.ts';
import { indent } from '../terminal/text.ts';
import { becauseOf, countVerdicts, type ShownVerdict, verdictOf } from './verdicts.ts';
import { type Trouble, troubleName, troublesOfClaim } from './trouble.ts';

const MAX_WIDTH = 110;
const VERDICT_WIDTH = 10;

const verdictFormats: Readonly<Record<ShownVerdict, 'green' | 'yellow' | 'red' | 'dim'>> = {
  true: 'green',
  partly: 'yellow',
  outdated: 'yellow',
  wrong: 'red',
  undecided: 'dim',
  'no run': 'dim',
};

/** One claim: what the article says, what this kernel did, and which runs were not as expected. */
export function claimText(style: Style, decided: DecidedClaim, troubles: readonly Trouble[]): string {
  const { claim } = decided;
  const verdict = verdictOf(decided);
  const width = Math.min(style.width, MAX_WIDTH);
  const head = `${claim.id}  ${verdict.padEnd(VERDICT_WIDTH)}`;
  const says = indent(claim.says, width, head.length, head);
  const colour = paint(style, verdictFormats[verdict], verdict);
  const seeds = `article ${claim.seeds.join(', ')}`;
  const here = `${decided.decided ? 'Here: ' : ''}${becauseOf(decided)} (${seeds})`;
  const own = troublesOfClaim(claim, troubles).map(
    (trouble) => `${troubleName(trouble)} (${trouble.outcome})`,
  );
  return [
    says.replace(verdict, colour),
    indent(here, width, head.length),
    ...(own.length === 0 ? [] : [indent(`Not as expected: ${own.join(', ')}.`, width, head.length)]),
  ].join('\n');
}

/** The last line. */
export function claimsTotal(style: Style, all: readonly DecidedClaim[]): string {
  const parts = [...countVerdicts(all)].map(([verdict, count]) => `${count} ${verdict}`);
  return paint(style, 'bold', `${all.length} claims: ${parts.join(', ')}`);
}

const marks = { surprised: 'bad', failed: 'bad', skipped: 'skipped' } as const;

/** One troubled run. */
export function troubleText(style: Style, trouble: Trouble): string {
  const head = `${mark(style, marks[trouble.outcome])} ${troubleName(trouble)}`;
  return `${head}: ${trouble.outcome === 'failed' ? 'the lab itself failed' : trouble.outcome}: ${trouble.why.join('; ')}`;
}
