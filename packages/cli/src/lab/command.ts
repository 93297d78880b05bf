/** `halfopen lab`: makes connections fail for real and shows what everybody saw. */
import {
  Backstage,
  type Booking,
  Lab,
  type LabFailure,
  type RunResult,
  cleanLeftovers,
  expectedSeconds,
  isRunResult,
} from '@halfopen/lab';
import { type Context, print, tell } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { Progress } from '../terminal/progress.ts';
import { interruptible } from './interrupt.ts';
import { runLine, summaryLine } from './jsonl.ts';
import { ladderPage } from './ladder.ts';
import { keepBeside, keepBundle, prepareOutput } from './output-directory.ts';
import { checkedCapabilities, needsUserNamespace, rerunInside } from './preflight.ts';
import { RunReport } from './report.ts';
import { type Tally, TallyKeeper } from './tally.ts';
import { phaseLine, runName, runRow, tableHead, tallyLine } from './text.ts';
import { withVerdicts } from './verdicts.ts';

/** The page of all runs, beside their bundles. */
const REPORT_FILE = 'report.html';

/** Options of the command, as they come from the command line. */
export interface LabCommandOptions {
  readonly seed: number;
  readonly jobs: number;
  readonly realTime: boolean;
  readonly out: string | null;
  readonly ladder: boolean;
  readonly format: 'text' | 'jsonl' | 'html';
}

/** About how long a set of runs takes, in seconds: the longest, or the work of all shared out. */
function estimateSeconds(bookings: readonly Booking[], { realTime, jobs }: LabCommandOptions): number {
  const seconds = bookings.map((booking) => expectedSeconds(booking, realTime));
  const total = seconds.reduce((sum, each) => sum + each, 0);
  return Math.ceil(Math.max(...seconds, total / jobs));
}

function durationText(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${seconds} s (${Math.round(seconds / 60)} min)`;
}

class Reporter {
  readonly #context: Context;
  readonly #options: LabCommandOptions;
  readonly #tallies = new TallyKeeper();
  readonly #running = new Set<Booking>();
  readonly #began = performance.now();
  readonly #progress: Progress;
  #finished = 0;
  #surprisedRuns = 0;
  #faults = 0;
  #phase = '';
  readonly #report: RunReport | null;

  constructor(context: Context, options: LabCommandOptions, total: number, estimate: string) {
    this.#context = context;
    this.#options = options;
    this.#report = options.format === 'html' || options.out !== null ? new RunReport() : null;
    this.#progress = new Progress(context.stderr, context.err, () => {
      const seconds = Math.round((performance.now() - this.#began) / 1000);
      const running = [...this.#running].map(runName).join(', ');
      return `${this.#finished} of ${total} runs done, ${seconds} s of about ${estimate}; running: ${running}`;
    });
  }

  get tally(): Tally {
    return this.#tallies.tally;
  }

  /** What the command ends with: a case that surprised weighs more than a run the lab itself could not perform. */
  get exitCode(): ExitCode {
    const { surprised } = this.tally;
    if (surprised === 0) return exitCodes.done;
    return this.#faults === this.#surprisedRuns ? exitCodes.partial : exitCodes.finding;
  }

  begin(): void {
    if (!this.#context.quiet) this.#progress.start();
    if (this.#options.format === 'text' && !this.#options.ladder) {
      const head = tableHead(this.#context.out);
      if (head !== '') this.#print(head);
    }
  }

  started(booking: Booking): void {
    this.#running.add(booking);
  }

  finished(booking: Booking): void {
    this.#running.delete(booking);
    this.#finished += 1;
  }

  result(booking: Booking, played: RunResult | LabFailure): void {
    const result = isRunResult(played) ? withVerdicts(played) : played;
    const { out, format, ladder } = this.#options;
    if (result.outcome === 'surprised') this.#surprisedRuns += 1;
    if (!isRunResult(result)) this.#faults += 1;
    this.#tallies.add(booking.scenario.case.id, result.outcome);
    const bundle =
      out !== null && isRunResult(result) && result.record !== null ? keepBundle(out, booking, result) : null;
    if (isRunResult(result)) this.#report?.add(result);
    if (format === 'html') return;
    if (format === 'jsonl') this.#print(runLine(booking, result, bundle));
    else if (ladder && isRunResult(result))
      this.#print(`${ladderPage(this.#context.out, booking, result)}\n`);
    else this.#row(booking, result);
  }

  /** Tells what it came to, and writes the page where one is wanted. Returns the page's file; `null`: none was written. */
  async end(): Promise<string | null> {
    this.#progress.stop();
    const { format, out } = this.#options;
    const page = (await this.#report?.page()) ?? null;
    if (format === 'html') this.#context.stdout.write(page ?? '');
    else if (format === 'jsonl') print(this.#context, summaryLine(this.tally));
    else if (!this.#options.ladder || this.tally.runs > 1)
      print(this.#context, `\n${tallyLine(this.#context.out, this.tally, performance.now() - this.#began)}`);
    return out === null || page === null ? null : keepBeside(out, REPORT_FILE, page);
  }

  abandon(): void {
    this.#progress.stop();
  }

  #row(booking: Booking, result: RunResult | LabFailure): void {
    const { phase } = booking.scenario.case;
    if (phase !== this.#phase) {
      this.#print(`${this.#phase === '' ? '' : '\n'}${phaseLine(this.#context.out, phase)}`);
      this.#phase = phase;
    }
    this.#print(runRow(this.#context.out, booking, result));
  }

  #print(text: string): void {
    this.#progress.clear();
    print(this.#context, text);
  }
}

function hints(
  context: Context,
  bookings: readonly Booking[],
  options: LabCommandOptions,
  lab: Lab,
  page: string | null,
): void {
  if (context.stderr.isTTY !== true || options.format !== 'text') return;
  const example = bookings.find(({ scenario }) => scenario.case.id === 'close-reader-exits') ?? bookings[0];
  if (!options.ladder && example !== undefined)
    tell(context, `See one happen:  halfopen lab ${example.scenario.case.id} --ladder`);
  if (options.out !== null) tell(context, `Captures and truth.json of every run: ${options.out}`);
  if (page !== null) tell(context, `All of it as a page, for a browser: ${page}`);
  if (lab.traceRefused !== null) tell(context, `Without the kernel's own reset reasons: ${lab.traceRefused}`);
}

/** Opens backstage and lab, runs `body`, and takes everything down. */
export async function withLab<Result>(
  context: Context,
  body: (lab: Lab, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return interruptible(context, async (signal) => {
    const backstage = await Backstage.start();
    try {
      // What an earlier lab was killed over must not be in this one's way.
      await cleanLeftovers(backstage);
      const lab = await Lab.open(backstage);
      try {
        return await body(lab, signal);
      } finally {
        lab.close();
      }
    } finally {
      await backstage.stop();
    }
  });
}

/** Runs the bookings. */
export async function labCommand(
  context: Context,
  bookings: readonly Booking[],
  options: LabCommandOptions,
): Promise<ExitCode> {
  const capabilities = checkedCapabilities();
  if (options.out !== null) prepareOutput(options.out);
  if (needsUserNamespace(capabilities)) return rerunInside();
  return withLab(context, async (lab, signal) => {
    const estimate = durationText(estimateSeconds(bookings, options));
    const reporter = new Reporter(context, options, bookings.length, estimate);
    const timers = options.realTime ? ", with the kernel's own timers" : '';
    tell(context, `${bookings.length} ${bookings.length === 1 ? 'run' : 'runs'}, about ${estimate}${timers}`);
    reporter.begin();
    try {
      await lab.run(
        bookings,
        { ...options, signal },
        {
          started: (booking) => reporter.started(booking),
          finished: (booking) => reporter.finished(booking),
          result: (booking, result) => reporter.result(booking, result),
        },
      );
    } catch (error) {
      reporter.abandon();
      throw error;
    }
    const page = await reporter.end();
    hints(context, bookings, options, lab, page);
    return reporter.exitCode;
  });
}

/** `halfopen lab --clean`. */
export async function cleanCommand(context: Context): Promise<ExitCode> {
  const backstage = await Backstage.start();
  try {
    const { processes, traceInstances, folders } = await cleanLeftovers(backstage);
    print(
      context,
      processes + traceInstances + folders === 0
        ? 'Nothing left behind.'
        : `Removed: ${processes} processes, ${traceInstances} trace instances, ${folders} folders.`,
    );
    return exitCodes.done;
  } finally {
    await backstage.stop();
  }
}
