/** `npm run proof`: seeded failures against the session, and against other libraries. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { Progress } from './cli/progress.ts';
import { UsageError, exitCodes, interruptible } from './cli/command.ts';
import { type ProofOptions, help, readOptions } from './cli/options.ts';
import { type Sum, add, emptySum, isResult, logText, runJson, runText, sumText } from './cli/report.ts';
import { seedsTable } from './cli/seeds-table.ts';
import { missingPackages, platformText } from './cli/versions.ts';
import { faults } from './faults/faults.ts';
import { SEEDS_BLOCK, writeBlock, writeMatrix } from './matrix/matrix.ts';
import type { RunResult } from './run/run.ts';
import { type Job, type RunFailure, work } from './run/work.ts';
import { makeSchedule } from './schedule/make-schedule.ts';
import { scheduleText } from './schedule/schedule-text.ts';
import type { Schedule } from './schedule/schedule.ts';
import { subjects } from './subjects/subjects.ts';

function schedulesOf(options: ProofOptions): readonly Schedule[] {
  const { firstSeed, lastSeed } = options;
  return Array.from({ length: lastSeed - firstSeed + 1 }, (_, index) =>
    makeSchedule(firstSeed + index, options),
  );
}

function listText(): string {
  const width = Math.max(...faults.map(({ name }) => name.length)) + 2;
  const lines = faults.map(({ name, title, expects }) => `  ${name.padEnd(width)}${title} (${expects})`);
  const about = subjects.map((subject) => `  ${subject.name.padEnd(width)}${subject.about}`);
  return `Faults\n${lines.join('\n')}\n\nSubjects\n${about.join('\n')}\n`;
}

/** The sums as the document tells them. */
function recordText({ firstSeed, lastSeed }: ProofOptions, sums: ReadonlyMap<string, Sum>): string {
  const names = [...sums.keys()].join(',');
  const made = `Made by \`npm run proof -- --subject ${names} --seeds ${firstSeed}-${lastSeed} --record\` on ${platformText()}.`;
  return `${made}\n\n${seedsTable(sums)}`;
}

function openToWrite(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw new UsageError(`--out can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function proveSeeds(options: ProofOptions, signal: AbortSignal): Promise<number> {
  const schedules = schedulesOf(options);
  const jobs: Job[] = options.subjects.flatMap((subject) =>
    schedules.map((schedule) => ({ subject, schedule })),
  );
  const sums = new Map<string, Sum>(options.subjects.map(({ name }) => [name, emptySum()]));
  const progress = new Progress(jobs.length, process.stderr);
  const file = options.out === null ? null : openToWrite(options.out);
  const done = (_job: Job, result: RunResult | RunFailure): void => {
    add(sums.get(result.subject) ?? emptySum(), result);
    const sound = isResult(result) && result.verdict.sound;
    progress.clear();
    if (options.log) process.stdout.write(logText(result));
    if (file !== null) writeSync(file, `${runJson(result)}\n`);
    if (options.json) process.stdout.write(`${runJson(result)}\n`);
    else if (!sound || jobs.length === 1) process.stdout.write(runText(result));
    progress.step(sound);
  };
  try {
    const { workers, realTime } = options;
    const profile = options.profile ?? (realTime ? 'default' : 'fast');
    await work(jobs, { workers, realTime, profile, signal, done });
  } finally {
    progress.clear();
    if (file !== null) closeSync(file);
    const sink = options.json ? process.stderr : process.stdout;
    for (const [subject, sum] of sums) if (sum.runs > 0) sink.write(sumText(subject, sum));
  }
  const all = [...sums.values()];
  if (options.record) writeBlock(SEEDS_BLOCK, recordText(options, sums));
  if (all.some(({ failures }) => failures > 0)) return exitCodes.partial;
  return all.every(({ runs, sound }) => runs === sound) ? exitCodes.done : exitCodes.finding;
}

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help || options.list) {
    process.stdout.write(options.help ? help : listText());
    return exitCodes.done;
  }
  if (options.printSchedule) {
    process.stdout.write(schedulesOf(options).map(scheduleText).join('\n'));
    return exitCodes.done;
  }
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    process.stderr.write('The proof makes network namespaces of its own: run it as root on Linux.\n');
    return exitCodes.missing;
  }
  const missing = missingPackages(options.subjects);
  if (missing.length > 0) {
    process.stderr.write(
      `Missing programs. Install them with:\n\n  apt-get install -y --no-install-recommends ${missing.join(' ')}\n`,
    );
    return exitCodes.missing;
  }
  const signal = interruptible();
  try {
    return await (options.matrix ? writeMatrix(options, signal) : proveSeeds(options, signal));
  } catch (error) {
    if (signal.aborted) {
      process.stderr.write('Interrupted; everything that had been set up was taken down.\n');
      return exitCodes.interrupted;
    }
    throw error;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isOurs = error instanceof UsageError;
  const message =
    error instanceof Error ? (isOurs ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${message}\n${isOurs ? 'See npm run proof -- --help\n' : ''}`);
  process.exitCode = isOurs ? exitCodes.usage : exitCodes.partial;
}
