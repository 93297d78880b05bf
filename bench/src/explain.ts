/** The command `explain`: measures `halfopen explain` beside other readers, on the same file, one after the other. */
import { parseArgs } from 'node:util';
import type { CaptureSize } from './measure/count.ts';
import { countFrames } from './measure/count.ts';
import type { Measured } from './measure/measure.ts';
import { findProgram, measure } from './measure/measure.ts';
import type { Reader } from './measure/readers.ts';
import { readers } from './measure/readers.ts';
import type { ReaderResult } from './measure/table.ts';
import { ratesOf, resultTable } from './measure/table.ts';

const usage = `usage: node bench/dist/explain.js FILE [--runs N] [--json]
Each reader runs N times (default 1), in turn; the run with the middle wall time counts.
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const [file] = positionals;
  const runs = Number(values.runs);
  if (file === undefined || positionals.length > 1) throw new TypeError('one FILE is needed');
  if (!Number.isSafeInteger(runs) || runs < 1) throw new TypeError('--runs wants a whole number from 1 on');
  const size = await countFrames(file);
  const results = await measureAll(file, runs);
  process.stdout.write(
    values.json ? `${JSON.stringify(report(file, size, results))}\n` : resultTable(size, results),
  );
}

/** All readers in turn, so that a slow spell of the machine hits each of them. */
async function measureAll(file: string, runs: number): Promise<[ReaderResult, ...ReaderResult[]]> {
  const all = readers.map((reader): { reader: Reader; path: string | undefined; taken: Measured[] } => ({
    reader,
    path: findProgram(reader.program),
    taken: [],
  }));
  for (let run = 0; run < runs; run += 1) {
    for (const { reader, path, taken } of all) {
      if (path === undefined) continue;
      process.stderr.write(`${reader.name} ${run + 1}/${runs}\n`);
      taken.push(await measure(path, reader.args(file)));
    }
  }
  const [first, ...others] = all.map(({ reader, path, taken }): ReaderResult => {
    if (path === undefined) return { reader, measured: null, note: 'skipped: not installed' };
    const measured = taken.sort((one, two) => one.wallSeconds - two.wallSeconds)[taken.length >> 1] ?? null;
    const failed = taken.find(({ exitCode }) => exitCode !== 0);
    return { reader, measured, note: failed === undefined ? '' : failureNote(failed) };
  });
  if (first === undefined) throw new TypeError('there is no reader');
  return [first, ...others];
}

function failureNote({ exitCode, lastWords }: Measured): string {
  const how = exitCode === null ? 'killed by a signal' : `exit code ${exitCode}`;
  return `failed, ${how}: ${lastWords === '' ? 'no word why' : lastWords}`;
}

function report(
  file: string,
  size: CaptureSize,
  results: readonly [ReaderResult, ...ReaderResult[]],
): unknown {
  const [first] = results;
  return {
    file,
    ...size,
    readers: results.map((result) => {
      const { reader, measured, note } = result;
      return {
        reader: reader.name,
        command: reader.command,
        note,
        measured,
        rates: ratesOf(size, result, first),
      };
    }),
  };
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
}
