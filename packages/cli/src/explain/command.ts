/** `halfopen explain`: from captures to verdicts. */
import type { Vantage } from '@halfopen/catalogue';
import type { Finding } from '@halfopen/explain';
import { type Context, tell } from '../context.ts';
import { type ExitCode, exitCodes, UserError } from '../exit-codes.ts';
import { interruptible } from '../lab/interrupt.ts';
import { mark } from '../terminal/style.ts';
import { FilterError, parseFilter, pointAt } from './filter/parse.ts';
import { partialText } from './input-errors.ts';
import { checkInputs, type Input, openInput } from './input.ts';
import { openOutput, type Output } from './output.ts';
import { readingProgress } from './progress.ts';
import { type Listener, type Read, Reading } from './reading.ts';
import { Chooser, jsonReport, type Report, textReport, type Wishes } from './report.ts';
import { counted } from './words.ts';

/** Options of the command, as they come from the command line. */
export interface ExplainCommandOptions {
  readonly at: Vantage | null;
  readonly connection: number | null;
  readonly ladder: boolean;
  readonly filter: string | null;
  /** Outcomes that make the exit status 1; empty: none. */
  readonly failOn: readonly Finding['outcome'][];
  readonly format: 'text' | 'jsonl';
  /** A file; `null`: standard output. */
  readonly output: string | null;
}

/** What the inputs came to, for the exit status. */
interface Result {
  unreadable: boolean;
  partial: boolean;
  found: boolean;
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

function warn(context: Context, text: string): void {
  tell(context, `${mark(context.err, 'warning')} ${text}`);
}

function warnings(context: Context, { name }: Input, read: Read): void {
  if (read.ended === 'partial') warn(context, partialText(name, read.frames, read.damage));
  if (read.problems.length === 0) return;
  const kinds = read.problems.map(
    ({ problem, count, frame }) => `${problem} (${count}, first at frame ${frame})`,
  );
  warn(context, `${name}: some frames could not be decoded in full: ${kinds.join(', ')}`);
}

/** The listener, with an ear for what --fail-on names. */
function listening(
  listener: Listener,
  chooser: Chooser,
  options: ExplainCommandOptions,
  result: Result,
): Listener {
  return {
    capture: (record) => listener.capture(record),
    ready: (signal) => listener.ready(signal),
    found(finding) {
      const before = chooser.shown;
      const answer = listener.found(finding);
      if (chooser.shown > before && options.failOn.includes(finding.outcome)) result.found = true;
      return answer;
    },
  };
}

/** The packets to keep of each connection, where ladders are wanted, and the drawing. Loaded only then. */
async function drawing(
  context: Context,
  { ladder }: ExplainCommandOptions,
): Promise<{ draw: Wishes['draw']; packets: { packets: number } | null }> {
  if (!ladder) return { draw: null, packets: null };
  const { connectionLadder, mostPackets } = await import('./ladder.ts');
  return { draw: (record) => connectionLadder(context.out, record), packets: { packets: mostPackets } };
}

async function explainAll(
  context: Context,
  files: readonly string[],
  options: ExplainCommandOptions,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { draw, packets } = await drawing(context, options);
  const wishes: Wishes = {
    filter: filterOf(options.filter),
    connection: options.connection,
    json: options.format === 'jsonl',
    draw,
  };
  const chooser = new Chooser(wishes);
  const report: Report = wishes.json
    ? jsonReport(output, wishes, chooser)
    : textReport(output, context.out, wishes, chooser);
  const result: Result = { unreadable: false, partial: false, found: false };
  for (const file of files) {
    const input = openInput(file);
    const listener = listening(report.begin(), chooser, options, result);
    const reading = new Reading(
      input,
      { ...(options.at === null ? {} : { at: options.at }), ...packets },
      listener,
    );
    const progress = readingProgress(context, input, reading.explainer);
    try {
      const read = await reading.run(signal);
      progress.stop();
      warnings(context, input, read);
      result.partial ||= read.ended === 'partial';
      report.end(input.name, read);
    } catch (error) {
      if (files.length === 1 || !(error instanceof UserError) || error.exitCode !== exitCodes.usage)
        throw error;
      result.unreadable = true;
      context.stderr.write(`halfopen: ${error.message}\n`);
    } finally {
      progress.stop();
      input.close();
    }
    if (chooser.hasAll) break;
  }
  if (options.connection !== null && chooser.total < options.connection)
    throw new UserError(
      exitCodes.usage,
      `There is no connection ${options.connection}: ${counted(chooser.total, 'connection')} found.`,
    );
  report.finish();
  if (result.unreadable) return exitCodes.usage;
  if (result.found) return exitCodes.finding;
  return result.partial ? exitCodes.partial : exitCodes.done;
}

function hints(context: Context, files: readonly string[], options: ExplainCommandOptions): void {
  if (context.stderr.isTTY !== true || options.format === 'jsonl' || options.connection !== null) return;
  const [file] = files;
  tell(
    context,
    `One connection: halfopen explain ${file} --connection N (its packets: --ladder); some: --filter 'outcome failed'`,
  );
}

/** Explains the captures, one after the other. */
export async function explainCommand(
  context: Context,
  files: readonly string[],
  options: ExplainCommandOptions,
): Promise<ExitCode> {
  filterOf(options.filter);
  checkInputs(files);
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
