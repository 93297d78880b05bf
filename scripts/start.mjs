// `npm start`: sets up what is missing, then runs the lab's main job; with arguments, the halfopen command they make.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
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
const command = mainJob ? ['lab', '--seeds', '--out', BUNDLES] : args;
const child = spawn(process.execPath, [join(root, 'packages', 'cli', 'bin', 'halfopen.mjs'), ...command], {
  stdio: 'inherit',
  cwd: mainJob ? root : process.cwd(),
});
// A terminal sends Ctrl-C to the command as well; a plain kill reaches only this process.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? code : 128 + constants.signals[signal];
  if (mainJob && code === 0) showExample();
});
