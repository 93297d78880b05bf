// `npm run soak -- [--runs 20] [--jobs 4] [--seed 1] [--lines FILE]`: all of the lab, again and again, each time with another
// seed. Looks before and after at what a lab could leave on the machine. Ends with 1 when a run surprised or anything was left.
// --lines appends the lab's JSON lines to a file, for `matrix.mjs`.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TAG, hostState, leftOf, namespacesHeldBy, processesOf } from './census.mjs';
import { installTools, prepare, root } from './setup.mjs';

const HOSTS_OF_A_RUN = 4;
const LOOK_MS = 200;
const INTERRUPTED = 130;

function say(text) {
  process.stdout.write(`${text}\n`);
}

function wholeNumber(name, text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  process.stderr.write(`--${name} must be a whole number from 1.\n`);
  process.exit(2);
}

function readOptions() {
  const string = (fallback) => ({ type: 'string', default: fallback });
  try {
    const options = { runs: string('20'), jobs: string('4'), seed: string('1') };
    const { values } = parseArgs({ options: { ...options, lines: { type: 'string' } } });
    const { lines, ...numbers } = values;
    const read = Object.entries(numbers).map(([name, text]) => [name, wholeNumber(name, text)]);
    return { ...Object.fromEntries(read), lines };
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

const { runs, jobs, seed: firstSeed, lines } = readOptions();
prepare();
if (!installTools()) process.exit(3);

const main = join(root, 'packages', 'cli', 'dist', 'main.js');
/** The lab's own temporary folder: what is in it at the end was left there. */
const temporary = mkdtempSync(join(tmpdir(), 'halfopen-soak-'));
const tag = randomUUID();
const began = Date.now();
let child = null;
let interrupted = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    child?.kill(signal);
  });
}

/** One whole run of the lab: what it wrote, how it ended, and how many namespaces it held at most. */
function runLab(seed) {
  const args = [main, 'lab', '--seeds', '--jobs', String(jobs), '--seed', String(seed), '--json', '-q'];
  child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: temporary, [TAG]: tag },
    // Ctrl-C reaches it through this process, once.
    detached: true,
  });
  const { pid } = child;
  let stdout = '';
  let stderr = '';
  let namespaces = 0;
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const looking = setInterval(() => {
    for (const each of processesOf(tag)) namespaces = Math.max(namespaces, namespacesHeldBy(each).length);
  }, LOOK_MS);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(looking);
      child = null;
      resolve({ pid, stdout, stderr, code: code ?? signal, namespaces });
    });
  });
}

function linesOf(text) {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** What was wrong with a run of the lab, a line each. */
function troubles({ pid, stdout, stderr, code, namespaces }) {
  const surprises = linesOf(stdout)
    .filter(({ type, outcome }) => type === 'run' && outcome === 'surprised')
    .map(
      (run) =>
        `${run.case}/${run.variant}: ${run.fault ? 'fault of the lab: ' : ''}${(run.surprises ?? []).join('; ')}`,
    );
  // One more: the way home of a thread that is in another namespace.
  const most = jobs * HOSTS_OF_A_RUN + 1;
  return [
    ...surprises,
    ...(code === 0 || surprises.length > 0 ? [] : [`ended with ${code}: ${stderr.trim()}`]),
    ...(namespaces > most ? [`held ${namespaces} network namespaces at a time; ${most} are enough`] : []),
    ...[...leftOf(tag, pid), ...readdirSync(temporary)].map((what) => `left behind: ${what}`),
  ];
}

say(`${runs} times the whole lab, ${jobs} runs at a time`);
const before = hostState();
let done = 0;
let bad = 0;
try {
  for (let i = 0; i < runs && !interrupted; i++) {
    const seed = firstSeed + i;
    const runBegan = Date.now();
    const ended = await runLab(seed);
    if (interrupted) break;
    if (lines !== undefined) appendFileSync(lines, ended.stdout);
    const wrong = troubles(ended);
    const seconds = ((Date.now() - runBegan) / 1000).toFixed(1);
    const count = linesOf(ended.stdout).filter(({ type }) => type === 'run').length;
    done += 1;
    bad += wrong.length === 0 ? 0 : 1;
    say(`${wrong.length === 0 ? 'ok  ' : 'FAIL'} seed ${seed}: ${count} runs, ${seconds} s`);
    for (const line of wrong) say(`     ${line}`);
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
const after = [
  ...hostState().filter((line) => !before.includes(line)),
  ...processesOf(tag).map((pid) => `process ${pid}`),
];
for (const line of after) say(`left on the machine: ${line}`);
const minutes = ((Date.now() - began) / 60_000).toFixed(1);
say(`${done} of ${runs} done in ${minutes} min: ${done - bad} without surprise or leftover, ${bad} with`);
process.exitCode = bad > 0 || after.length > 0 ? 1 : interrupted ? INTERRUPTED : 0;
