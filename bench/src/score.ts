/** The command `score`: holds what `explain` said against what was made. */
import { parseArgs } from 'node:util';
import { match } from './scoring/match.ts';
import { readExplained, readTruth } from './scoring/records.ts';
import { summarise, summaryText } from './scoring/summary.ts';

const usage = `usage: node bench/dist/score.js EXPLAIN.jsonl TRUTH.jsonl [--json]
Exit code 1: a connection that is not dead was called failed, or a dead one ok.
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const [explainedPath, truthPath] = positionals;
  if (explainedPath === undefined || truthPath === undefined || positionals.length > 2)
    throw new TypeError('two files are needed');
  const summary = summarise(match(await readTruth(truthPath), await readExplained(explainedPath)));
  process.stdout.write(values.json ? `${JSON.stringify(summary)}\n` : summaryText(summary));
  if (summary.total.falseAlarms + summary.total.missedDeaths > 0) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
}
