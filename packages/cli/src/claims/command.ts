/** `halfopen lab --claims`: makes the runs that the seed articles' claims need, and says what this kernel did. */
import {
  type Booking,
  type ClaimVerdict,
  type DecidedClaim,
  type RunRecord,
  decideClaims,
  isRunResult,
  runsForClaims,
} from '@halfopen/lab';
import { type Context, print, tell } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { withLab } from '../lab/command.ts';
import { checkedCapabilities, needsUserNamespace, rerunInUserNamespace } from '../lab/preflight.ts';
import { selectBookings } from '../lab/select.ts';
import { Progress } from '../terminal/progress.ts';
import { type Style, paint } from '../terminal/style.ts';
import { indent } from '../terminal/text.ts';

const SCHEMA = 'halfopen.claims/1';
const MAX_WIDTH = 110;
const VERDICT_WIDTH = 10;

/** Options of the command. */
export interface ClaimsCommandOptions {
  readonly seed: number;
  readonly jobs: number;
  readonly json: boolean;
}

const verdictFormats: Readonly<Record<ClaimVerdict | 'no run', 'green' | 'yellow' | 'red' | 'dim'>> = {
  true: 'green',
  partly: 'yellow',
  outdated: 'yellow',
  wrong: 'red',
  undecided: 'dim',
  'no run': 'dim',
};

function verdictOf(decided: DecidedClaim): ClaimVerdict | 'no run' {
  return decided.decided ? decided.finding.verdict : 'no run';
}

function becauseOf(decided: DecidedClaim): string {
  return decided.decided ? decided.finding.because : decided.because;
}

function claimText(style: Style, decided: DecidedClaim): string {
  const { claim } = decided;
  const verdict = verdictOf(decided);
  const width = Math.min(style.width, MAX_WIDTH);
  const head = `${claim.id}  ${verdict.padEnd(VERDICT_WIDTH)}`;
  const says = indent(claim.says, width, head.length, head);
  const colour = paint(style, verdictFormats[verdict], verdict);
  const seeds = `seed ${claim.seeds.join(', ')}`;
  return `${says.replace(verdict, colour)}\n${indent(`${decided.decided ? 'Here: ' : ''}${becauseOf(decided)} (${seeds})`, width, head.length, ' '.repeat(head.length))}`;
}

function claimLine(decided: DecidedClaim): string {
  const { id, seeds, says, test } = decided.claim;
  return JSON.stringify({
    type: 'claim',
    schema: SCHEMA,
    id,
    seeds,
    says,
    verdict: decided.decided ? decided.finding.verdict : null,
    because: becauseOf(decided),
    ...(test.by === 'runs' ? { runs: test.runs } : {}),
  });
}

function counts(all: readonly DecidedClaim[]): ReadonlyMap<string, number> {
  const byVerdict = new Map<string, number>();
  for (const decided of all) {
    const verdict = verdictOf(decided);
    byVerdict.set(verdict, (byVerdict.get(verdict) ?? 0) + 1);
  }
  return byVerdict;
}

function remember(records: Map<string, RunRecord>, { scenario, variant }: Booking, record: RunRecord): void {
  const { id, variants } = scenario.case;
  records.set(`${id}/${variant}`, record);
  if (variants[0].name === variant) records.set(id, record);
}

function show(context: Context, all: readonly DecidedClaim[], json: boolean): void {
  const byVerdict = counts(all);
  if (json) {
    for (const decided of all) print(context, claimLine(decided));
    print(
      context,
      JSON.stringify({
        type: 'summary',
        schema: SCHEMA,
        claims: all.length,
        byVerdict: Object.fromEntries(byVerdict),
      }),
    );
    return;
  }
  for (const decided of all) print(context, `${claimText(context.out, decided)}\n`);
  const summary = [...byVerdict].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
  print(context, paint(context.out, 'bold', `${all.length} claims: ${summary}`));
}

/** Runs what the claims need and prints each with its verdict. `finding` when a claim could not be decided. */
export async function claimsCommand(context: Context, options: ClaimsCommandOptions): Promise<ExitCode> {
  const capabilities = checkedCapabilities();
  if (needsUserNamespace(capabilities)) return rerunInUserNamespace();
  const bookings = selectBookings(runsForClaims(), false);
  const records = new Map<string, RunRecord>();
  await withLab(context, async (lab, signal) => {
    let finished = 0;
    const progress = new Progress(
      context.stderr,
      context.err,
      () => `${finished} of ${bookings.length} runs done`,
    );
    tell(context, `${bookings.length} runs that the claims need`);
    if (!context.quiet) progress.start();
    try {
      await lab.run(
        bookings,
        { ...options, realTime: false, signal },
        {
          finished: () => {
            finished += 1;
          },
          result: (booking, result) => {
            if (isRunResult(result) && result.record !== null) remember(records, booking, result.record);
          },
        },
      );
    } finally {
      progress.stop();
    }
  });
  const all = decideClaims(records);
  show(context, all, options.json);
  return all.some((decided) => verdictOf(decided) === 'undecided') ? exitCodes.finding : exitCodes.done;
}
