/** The command `report`: how long a person waits in the page, measured in a real browser. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { measurePage, type PageFigures } from './page/measure.ts';

const usage = `usage: node bench/dist/report.js FILE [--runs N] [--json]
Opens FILE in the page N times (default 3) in Chromium; the middle of each figure counts.
`;

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const barePage = join(root, 'packages', 'report', 'dist', 'page', 'halfopen.html');

async function freshPage(): Promise<{ readonly page: Page; readonly close: () => Promise<void> }> {
  if (executablePath === undefined) throw new TypeError('there is no Chromium here');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.goto(pathToFileURL(barePage).href);
  return { page, close: () => browser.close() };
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** The middle of each figure. */
function middleOf(runs: readonly PageFigures[]): PageFigures {
  const names = Object.keys(runs[0] ?? {}) as (keyof PageFigures)[];
  return Object.fromEntries(
    names.map((name) => [name, middle(runs.map((run) => run[name]))]),
  ) as unknown as PageFigures;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  const runs = Number(values.runs);
  if (values.help || file === undefined) {
    process.stdout.write(usage);
    return;
  }
  if (!Number.isSafeInteger(runs) || runs < 1) throw new TypeError('--runs wants a whole number from 1 on');
  const figures: PageFigures[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { page, close } = await freshPage();
    try {
      figures.push(await measurePage(page, file));
    } finally {
      await close();
    }
  }
  const result = middleOf(figures);
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    for (const [name, ms] of Object.entries(result))
      process.stdout.write(`${name.padEnd(28)} ${ms.toFixed(0).padStart(6)} ms\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
