/** Runs every fault with every subject in real time and writes the table into the document. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../cli/command.ts';
import type { ProofOptions } from '../cli/options.ts';
import { Progress } from '../cli/progress.ts';
import { isResult, runJson } from '../cli/report.ts';
import { platformText } from '../cli/versions.ts';
import { faults } from '../faults/faults.ts';
import type { RunResult } from '../run/run.ts';
import { type Job, type RunFailure, work } from '../run/work.ts';
import { makeSchedule } from '../schedule/make-schedule.ts';
import { subjects } from '../subjects/subjects.ts';
import { withBlock } from './block.ts';
import { type Row, cellText, rowsOf, tableText } from './cells.ts';

/** Where the results are told. */
export const DOCUMENT: string = fileURLToPath(new URL('../../../../docs/session-proof.md', import.meta.url));
/** The table's place in it. */
export const MATRIX_BLOCK = 'matrix';
/** The place of the sums over many seeds. */
export const SEEDS_BLOCK = 'seeds';

const SEED = 1;

function keyOf({ fault, load }: Row, subject: string): string {
  return `${fault.name} ${load} ${subject}`;
}

/** Writes a block of the document. */
export function writeBlock(name: string, text: string): void {
  writeFileSync(DOCUMENT, withBlock(readFileSync(DOCUMENT, 'utf8'), name, text));
}

/** Makes the runs and writes the table; the exit code. */
export async function writeMatrix(options: ProofOptions, signal: AbortSignal): Promise<number> {
  const rows = options.faults.flatMap(rowsOf);
  const keys = new Map<Job, string>();
  for (const subject of options.subjects) {
    for (const row of rows) {
      const { fault, load } = row;
      const side = fault.side ?? 'client';
      const choice = { faults: [fault], maxFaults: 1, load, side, realTime: true };
      keys.set({ subject, schedule: makeSchedule(SEED, choice) }, keyOf(row, subject.name));
    }
  }
  const results = new Map<string, RunResult | RunFailure>();
  const progress = new Progress(keys.size, process.stderr);
  const done = (job: Job, result: RunResult | RunFailure): void => {
    results.set(keys.get(job) ?? '', result);
    progress.clear();
    if (options.json) process.stdout.write(`${runJson(result)}\n`);
    progress.step(isResult(result) && result.verdict.sound);
  };
  const { workers } = options;
  await work([...keys.keys()], { workers, realTime: true, profile: 'default', signal, done });
  progress.clear();
  const names = options.subjects.map(({ name }) => name);
  const table = tableText(rows, names, (row, subject) =>
    cellText(row.fault, results.get(keyOf(row, subject))),
  );
  const about = options.subjects.map((subject) => `- **${subject.name}**: ${subject.about}.`).join('\n');
  const text = `Made by \`npm run proof -- --matrix\` on ${platformText()}.\n\n${about}\n\n${table}`;
  const isWhole = options.faults.length === faults.length && options.subjects.length === subjects.length;
  if (isWhole) writeBlock(MATRIX_BLOCK, text);
  else process.stdout.write(`${text}\n`);
  return [...results.values()].every(isResult) ? exitCodes.done : exitCodes.partial;
}
