/** `halfopen explain`: from captures to verdicts. */
import { resolve } from 'node:path';
import { existsSync, statSync } from 'node:fs';
import type { Vantage } from '@halfopen/catalogue';
import {
  AddressMap,
  type ConnectionRecord,
  counted,
  FilterError,
  type Outcome,
  parseFilter,
  pointAt,
  withAddresses,
} from '@halfopen/explain';
import { type Context, tell } from '../context.ts';
import { type ExitCode, exitCodes, UserError } from '../exit-codes.ts';
import { interruptible } from '../lab/interrupt.ts';
import { checkInputs } from './input.ts';
import { type Job, type Keeping, mostPackets } from './job.ts';
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
  readonly format: 'text' | 'jsonl' | 'html';
  /** Stand-ins are told instead of addresses. */
  readonly hideAddresses: boolean;
  /** Of each packet's payload, so many bytes go into a page; 0: none. */
  readonly payloadBytes: number;
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

/** Who types a filter knows the real addresses. */
function hiddenIn(
  { text, parsed }: NonNullable<Wishes['filter']>,
  addresses: Keeping['addresses'],
): NonNullable<Wishes['filter']> {
  if (addresses === null) return { text, parsed };
  return { text, parsed: withAddresses(parsed, (address) => addresses.standIn(address)) };
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

/** What a form of the result needs; it is loaded only when it is asked for. */
interface FormParts {
  readonly packets: Keeping['packets'];
  readonly draw: Wishes['draw'];
  readonly report: (wishes: Wishes, chooser: Chooser) => Report;
}

async function partsOf(
  context: Context,
  files: readonly string[],
  { format, ladder, payloadBytes }: ExplainCommandOptions,
  output: Output,
  addresses: Keeping['addresses'],
): Promise<FormParts> {
  const packets = ladder ? { most: mostPackets } : null;
  switch (format) {
    case 'jsonl':
      return { packets, draw: null, report: (wishes, chooser) => jsonReport(output, wishes, chooser) };
    case 'text': {
      const { connectionLadder } = ladder ? await import('./ladder.ts') : { connectionLadder: null };
      const draw =
        connectionLadder === null
          ? null
          : (record: ConnectionRecord) => connectionLadder(context.out, record);
      return { packets, draw, report: (wishes, chooser) => textReport(output, context.out, wishes, chooser) };
    }
    case 'html': {
      const { htmlReport } = await import('./html.ts');
      return {
        packets: {
          most: mostPackets,
          last: mostPackets / 4,
          bytes: { payload: payloadBytes, forOthers: true },
        },
        draw: null,
        report: (wishes, chooser) => htmlReport(output, wishes, chooser, { payloadBytes, addresses }, files),
      };
    }
  }
}

async function explainAll(
  context: Context,
  files: readonly string[],
  options: ExplainCommandOptions,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { connection, failOn, format, hideAddresses, ranThroughout } = options;
  const addresses = hideAddresses ? new AddressMap() : null;
  const { packets, draw, report: reportTo } = await partsOf(context, files, options, output, addresses);
  const filter = filterOf(options.filter);
  const wishes: Wishes = {
    filter: filter === null ? null : hiddenIn(filter, addresses),
    connection,
    failOn,
    draw,
  };
  const chooser = new Chooser(wishes);
  const report = reportTo(wishes, chooser);
  const keeping: Keeping = { packets, addresses };
  const job: Job = { context, files, places: placesOf(files, options), keeping, report, chooser, signal };
  const { unreadable, partial } = areTogether(files, options)
    ? await explainTogether(job, { ranThroughout, shortNames: format !== 'jsonl' })
    : await explainSeparately(job);
  if (connection !== null && chooser.total < connection)
    throw new UserError(
      exitCodes.usage,
      `There is no connection ${connection}: ${counted(chooser.total, 'connection')} found.`,
    );
  await report.finish();
  if (unreadable) return exitCodes.usage;
  if (chooser.hasFinding) return exitCodes.finding;
  return partial ? exitCodes.partial : exitCodes.done;
}

function hints(context: Context, files: readonly string[], options: ExplainCommandOptions): void {
  if (context.stderr.isTTY !== true || options.format !== 'text' || options.connection !== null) return;
  const together = areTogether(files, options);
  const shown = together ? files.join(' ') : files[0];
  tell(
    context,
    `One connection: halfopen explain ${shown} --connection N (its packets: --ladder); some: --filter 'outcome failed'`,
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
  // a page says in its head which characters it is made of
  const written = options.format === 'html' ? { ...context, out: { ...context.out, ascii: false } } : context;
  const output = openOutput(written, options.output);
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
