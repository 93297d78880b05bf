// `npm start`: sets up what is missing, then runs the lab's main job; with arguments, the halfopen command they make.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installTools, prepare, root } from './setup.mjs';

prepare();
if (!installTools()) process.exit(3);

const BUNDLES = 'runs';
const EXAMPLE = join(BUNDLES, 'close-reader-exits', 'ladder.txt');
const LADDER_COLUMNS = 128;

function showExample() {
  const path = join(root, EXAMPLE);
  if (!existsSync(path) || (process.stdout.columns ?? LADDER_COLUMNS) < LADDER_COLUMNS) {
    console.log(`\nEvery run is drawn in ${BUNDLES}/*/ladder.txt, e.g. ${EXAMPLE}`);
    return;
  }
  console.log(`\nOne of them in full; every run is drawn like this in ${BUNDLES}/*/ladder.txt:\n`);
  console.log(readFileSync(path, 'utf8'));
}

const args = process.argv.slice(2);
const mainJob = args.length === 0;
if (mainJob) process.chdir(root);
const command = join(root, 'packages', 'cli', 'bin', 'halfopen.mjs');
process.argv = [process.execPath, command, ...(mainJob ? ['lab', '--seeds', '--out', BUNDLES] : args)];
// In this very process: whatever ends it finds the lab, with nothing in between that could be killed alone.
await import(pathToFileURL(command).href);
if (mainJob && process.exitCode === 0) {
  showExample();
  const page = join(root, BUNDLES, 'report.html');
  if (existsSync(page)) console.log(`All of it as a page, for a browser: ${pathToFileURL(page).href}`);
}
