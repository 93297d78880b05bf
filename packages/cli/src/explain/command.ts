/** `halfopen explain`: from captures to verdicts. */
import { resolve } from 'node:path';
import { existsSync, statSync } from 'node:fs';
import type { Vantage } from '@halfopen/catalogue';
import { counted, FilterError, type Outcome, parseFilter, pointAt } from '@halfopen/explain';
import { type Context, tell } from '../context.ts';
import { type ExitCode, exitCodes, UserError } from '../exit-codes.ts';
import { interruptible } from '../lab/interrupt.ts';
import { warn } from './complaints.ts';
import { checkInputs } from './input.ts';
import type { Job } from './job.ts';
import { openOutput, type Output } from './output.ts';
import { Chooser, jsonReport, type Report, textReport, type Wishes } from './report.ts';
import { explainSeparately } from './separate.ts';
import { explainTogether } from './together.ts';

/** Options of the command, as they come from the command line. */
export interface ExplainCommandOptions {
  /** Where the captures were made, in the order of the files; empty: not told. */
  readonly at: readonly Vantage[];
  /** Several files are not views of the same traffic: each is explained by itself. */
  readonly separate: boolean;
  readonly ranThroughout: boolean;
  readonly connection: number | null;
  readonly ladder: boolean;
  readonly filter: string | null;
  /** Outcomes that make the exit status 1; empty: none. */
  readonly failOn: readonly Outcome[];
  readonly format: 'text' | 'jsonl';
  /** A file; `null`: standard output. */
  readonly output: string | null;
}

function filterOf(text: string | null): Wishes['filter'] {
  if (text === null) return null;
  try {
    return { text, parsed: parseFilter(text) };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new UserError(exitCodes.usage, `--filter: ${error.message}.\n${pointAt(text, error)}`);
  }
}

function areTogether(files: readonly string[], { separate }: ExplainCommandOptions): boolean {
  return files.length > 1 && !separate;
}

/** A capture held against itself would look like two. Throws UserError. */
function checkTwice(files: readonly string[]): void {
  const paths = files.map((file) => (file === '-' ? file : resolve(file)));
  const twice = files.find((file, index) => file !== '-' && paths.indexOf(paths[index] ?? '') < index);
  if (twice === undefined) return;
  throw new UserError(
    exitCodes.usage,
    `${twice} is given twice. Name each capture once; --separate explains files one by one.`,
  );
}

/** One place for each file. Throws UserError where that can't be. */
function placesOf(files: readonly string[], options: ExplainCommandOptions): readonly (Vantage | null)[] {
  const { at, separate, ranThroughout } = options;
  if (separate && ranThroughout)
    throw new UserError(
      exitCodes.usage,
      '--ran-throughout is about captures that are held against each other; with --separate none are.',
    );
  const [only] = at;
  if (only === undefined || (at.length === 1 && !areTogether(files, options)))
    return files.map(() => only ?? null);
  if (at.length === files.length) return at;
  throw new UserError(
    exitCodes.usage,
    `--at names ${counted(at.length, 'place')} for ${counted(files.length, 'file')}. ` +
      (files.length === 1
        ? 'One file was made at one place: --at server.'
        : 'Name one for each file, in their order: --at client,server.'),
  );
}

/** The packets to keep of each connection, where ladders are wanted, and the drawing. Loaded only then. */
async function drawing(context: Context): Promise<{ draw: Wishes['draw']; packets: number }> {
  const { connectionLadder, mostPackets } = await import('./ladder.ts');
  return { draw: (record) => connectionLadder(context.out, record), packets: mostPackets };
}

async function explainAll(
  context: Context,
  files: readonly string[],
  options: ExplainCommandOptions,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const together = areTogether(files, options);
  if (together && options.ladder)
    warn(context, 'A ladder needs one capture: --separate draws those of each file.');
  const { draw, packets } =
    options.ladder && !together ? await drawing(context) : { draw: null, packets: null };
  const json = options.format === 'jsonl';
  const { connection, failOn } = options;
  const wishes: Wishes = { filter: filterOf(options.filter), connection, failOn, json, draw };
  const chooser = new Chooser(wishes);
  const report: Report = json
    ? jsonReport(output, wishes, chooser)
    : textReport(output, context.out, wishes, chooser);
  const job: Job = { context, files, places: placesOf(files, options), report, chooser, signal };
  const { unreadable, partial } = together
    ? await explainTogether(job, { ranThroughout: options.ranThroughout, shortNames: !json })
    : await explainSeparately(job, packets);
  if (connection !== null && chooser.total < connection)
    throw new UserError(
      exitCodes.usage,
      `There is no connection ${connection}: ${counted(chooser.total, 'connection')} found.`,
    );
  report.finish();
  if (unreadable) return exitCodes.usage;
  if (chooser.hasFinding) return exitCodes.finding;
  return partial ? exitCodes.partial : exitCodes.done;
}

function hints(context: Context, files: readonly string[], options: ExplainCommandOptions): void {
  if (context.stderr.isTTY !== true || options.format === 'jsonl' || options.connection !== null) return;
  const together = areTogether(files, options);
  const shown = together ? files.join(' ') : files[0];
  const packets = together ? '' : ' (its packets: --ladder)';
  tell(
    context,
    `One connection: halfopen explain ${shown} --connection N${packets}; some: --filter 'outcome failed'`,
  );
  if (together && !options.ranThroughout)
    tell(context, 'If all captures ran from the first frame of any to the last: --ran-throughout says more.');
}

/** A result written over its own capture would destroy the evidence. */
function refuseOverwriting(files: readonly string[], output: string | null): void {
  if (output === null || output === '-' || !existsSync(output)) return;
  const { dev, ino } = statSync(output);
  for (const file of files.filter((each) => each !== '-')) {
    const input = statSync(file);
    if (input.dev === dev && input.ino === ino)
      throw new UserError(
        exitCodes.usage,
        `-o ${output} is the capture itself. Name another file for the result.`,
      );
  }
}

/** Explains the captures: several together, as views of the same traffic, unless they are wished separate. */
export async function explainCommand(
  context: Context,
  files: readonly string[],
  options: ExplainCommandOptions,
): Promise<ExitCode> {
  filterOf(options.filter);
  placesOf(files, options);
  if (areTogether(files, options)) checkTwice(files);
  checkInputs(files);
  refuseOverwriting(files, options.output);
  const output = openOutput(context, options.output);
  try {
    const words = { atOnce: '', ended: 'Interrupted.' };
    const exitCode = await interruptible(
      context,
      (signal) => explainAll(context, files, options, output, signal),
      words,
    );
    output.finish();
    hints(context, files, options);
    return exitCode;
  } catch (error) {
    output.abandon();
    throw error;
  }
}
