/** `halfopen lab --claims`: makes the runs that the seed articles' claims need, and says what this kernel did. */
import {
  type Booking,
  type DecidedClaim,
  decideClaims,
  isRunResult,
  type RunRecord,
  runsForClaims,
} from '@halfopen/lab';
import { type Context, print, tell } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { withLab } from '../lab/command.ts';
import { checkedCapabilities, needsUserNamespace, rerunInside } from '../lab/preflight.ts';
import { selectBookings } from '../lab/select.ts';
import { Progress } from '../terminal/progress.ts';
import { claimLine, claimsSummaryLine } from './jsonl.ts';
import { claimsTotal, claimText, troubleText } from './text.ts';
import { exitCodeOf, type Trouble, troubleOf } from './trouble.ts';
import { verdictOf } from './verdicts.ts';

/** Options of the command. */
export interface ClaimsCommandOptions {
  readonly seed: number;
  readonly jobs: number;
  readonly json: boolean;
}

/** What the runs came to. */
interface Observed {
  /** By `case/variant`; a case's first variant also under the case's name. */
  readonly records: Map<string, RunRecord>;
  readonly troubles: Trouble[];
}

function remember({ records }: Observed, { scenario, variant }: Booking, record: RunRecord): void {
  const { id, variants } = scenario.case;
  records.set(`${id}/${variant}`, record);
  if (variants[0].name === variant) records.set(id, record);
}

async function observe(
  context: Context,
  bookings: readonly Booking[],
  options: ClaimsCommandOptions,
): Promise<Observed> {
  const observed: Observed = { records: new Map(), troubles: [] };
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
            const trouble = troubleOf(booking, result);
            if (trouble !== null) {
              observed.troubles.push(trouble);
              progress.clear();
              tell(context, troubleText(context.err, trouble));
            }
            if (isRunResult(result) && result.record !== null) remember(observed, booking, result.record);
          },
        },
      );
    } finally {
      progress.stop();
    }
  });
  return observed;
}

function show(
  context: Context,
  all: readonly DecidedClaim[],
  troubles: readonly Trouble[],
  runs: number,
  json: boolean,
): void {
  if (json) {
    for (const decided of all) print(context, claimLine(decided, troubles));
    print(context, claimsSummaryLine(all, troubles, runs));
    return;
  }
  for (const decided of all) print(context, `${claimText(context.out, decided, troubles)}\n`);
  print(context, claimsTotal(context.out, all));
}

/**
 * Runs what the claims need and prints each with its verdict. `finding` when a run surprised or a claim could not be
 * decided, `partial` when the lab could not perform a run.
 */
export async function claimsCommand(context: Context, options: ClaimsCommandOptions): Promise<ExitCode> {
  const capabilities = checkedCapabilities();
  if (needsUserNamespace(capabilities)) return rerunInside();
  const bookings = selectBookings(runsForClaims(), false);
  const { records, troubles } = await observe(context, bookings, options);
  const all = decideClaims(records);
  show(context, all, troubles, bookings.length, options.json);
  return exitCodeOf(
    troubles,
    all.some((decided) => verdictOf(decided) === 'undecided'),
  );
}
