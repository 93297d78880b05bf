/** `npm run examples`: every example before and after, under the same faults. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UsageError, exitCodes, interruptible, withBlock } from '@halfopen/proof';
import { findIsolation, isInstalled, runInside } from './show/isolation.ts';
import { help, readOptions } from './show/options.ts';
import { type Pair, perform } from './show/perform.ts';
import { actsText, pairText, resultJson, roundTime } from './show/text.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/session-examples.md', import.meta.url));

function findingsOf({ scene, before, after }: Pair): readonly string[] {
  return scene.findings(before.tally, after.tally);
}

function writeDocument(pairs: readonly Pair[]): void {
  let text = readFileSync(DOCUMENT, 'utf8');
  for (const pair of pairs)
    text = withBlock(text, pair.scene.name, `\`\`\`text\n${actsText(pair, roundTime)}\`\`\``);
  writeFileSync(DOCUMENT, text);
}

function jsonText(pairs: readonly Pair[], skipped: readonly string[]): string {
  const lines = pairs.flatMap((pair) => [resultJson(pair, 'before'), resultJson(pair, 'after')]);
  const findings = pairs.flatMap(findingsOf);
  const summary = { type: 'summary', schema: 'halfopen.examples/1', shown: pairs.length, skipped, findings };
  return `${[...lines, JSON.stringify(summary)].join('\n')}\n`;
}

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  const isolation = findIsolation();
  if (isolation.is === 'nowhere') {
    process.stderr.write(`${isolation.why}\n`);
    return exitCodes.missing;
  }
  if (isolation.is === 'inside') return runInside();
  const playable = options.scenes.filter(({ needs }) => needs.every(isInstalled));
  const skipped = options.scenes.filter((scene) => !playable.includes(scene));
  for (const { name, needs } of skipped)
    process.stderr.write(`Skipped ${name}: ${needs.join(', ')} is not installed.\n`);
  if (playable.length === 0) return exitCodes.missing;
  const signal = interruptible();
  process.stderr.write(`Playing ${playable.map(({ name }) => name).join(', ')}: half a minute.\n`);
  try {
    const pairs = await perform(playable, signal, (scene, version) =>
      process.stderr.write(`${scene.name} ${version}: played\n`),
    );
    const names = skipped.map(({ name }) => name);
    process.stdout.write(options.json ? jsonText(pairs, names) : pairs.map(pairText).join('\n'));
    if (options.write) writeDocument(pairs);
    const findings = pairs.flatMap(findingsOf);
    for (const finding of findings) process.stderr.write(`Not as it should be: ${finding}.\n`);
    if (findings.length > 0) return exitCodes.finding;
    return skipped.length > 0 ? exitCodes.partial : exitCodes.done;
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write('Interrupted; everything that had been set up was taken down.\n');
    return exitCodes.interrupted;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isOurs = error instanceof UsageError;
  const message =
    error instanceof Error ? (isOurs ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${message}\n${isOurs ? 'See npm run examples -- --help\n' : ''}`);
  process.exitCode = isOurs ? exitCodes.usage : exitCodes.partial;
}
