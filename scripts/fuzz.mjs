// `npm run fuzz -- [--seed 1] [--inputs 200000] [--from 0] [DIR ...]`: explains spoilt captures, one after another: those of the
// folders, and conversations made up on the spot. Says of every kind of fault at which input it came first, keeps that input in
// a file, and ends with 1. `--from N --inputs 1` gives a single input of a series again.
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { prepare } from './setup.mjs';

if (isMainThread) prepare();
// not before there are packages to import
const { attempt, inputOf, talks } = await import('../packages/explain/test/support/fuzz/attempt.mjs');

const TALKS = 40;
const LARGEST_SAMPLE = 1 << 18;
const LOOK_MS = 1000;
const REPORT_MS = 10_000;
/** An input that takes so long will never end. */
const HANGING_MS = 30_000;
const INTERRUPTED = 130;

function say(text) {
  process.stdout.write(`${text}\n`);
}

function usage(message) {
  process.stderr.write(`${message}\nUsage: npm run fuzz -- [--seed N] [--inputs N] [--from N] [DIR ...]\n`);
  process.exit(2);
}

function wholeNumber(name, text) {
  return /^\d{1,9}$/.test(text) ? Number(text) : usage(`--${name} must be a whole number.`);
}

function readOptions() {
  const string = (fallback) => ({ type: 'string', default: fallback });
  try {
    const options = { seed: string('1'), inputs: string('200000'), from: string('0') };
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const numbers = Object.entries(values).map(([name, text]) => [name, wholeNumber(name, text)]);
    return { ...Object.fromEntries(numbers), folders: positionals };
  } catch (error) {
    return usage(error.message);
  }
}

/** All captures under the folders, in an order that does not change. */
function capturesIn(folders) {
  const found = [];
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true }).sort()) {
      const file = join(folder, name);
      if (!/\.(pcap|pcapng|cap)(\.gz)?$/.test(name) || !statSync(file).isFile()) continue;
      if (statSync(file).size <= LARGEST_SAMPLE) found.push(new Uint8Array(readFileSync(file)));
    }
  }
  return found;
}

function samplesFor({ seed, folders }) {
  return [...talks(seed, TALKS), ...capturesIn(folders)];
}

/** Works through the inputs; in a thread of its own, so that an endless loop can be told from patience. */
async function work() {
  const { options, state } = workerData;
  const { explainCapture } = await import('../packages/explain/dist/index.js');
  const samples = samplesFor(options);
  const current = new Int32Array(state);
  for (let input = options.from; input < options.from + options.inputs; input += 1) {
    Atomics.store(current, 0, input);
    const { faults } = await attempt(
      explainCapture,
      options.seed,
      input,
      inputOf(options.seed, input, samples),
    );
    if (faults.length > 0) parentPort.postMessage({ input, faults });
  }
  parentPort.postMessage({ done: true, memory: process.memoryUsage() });
}

function watch() {
  const options = readOptions();
  const { seed, inputs, from } = options;
  const samples = samplesFor(options);
  const kept = mkdtempSync(join(tmpdir(), 'halfopen-fuzz-'));
  const state = new SharedArrayBuffer(4);
  const current = new Int32Array(state);
  const counts = new Map();
  const began = Date.now();
  let since = Date.now();
  let reported = Date.now();
  let last = -1;

  const note = (fault, input) => {
    const count = counts.get(fault) ?? 0;
    counts.set(fault, count + 1);
    if (count > 0) return;
    const file = join(kept, `seed-${seed}-input-${input}`);
    writeFileSync(file, inputOf(seed, input, samples));
    say(`FAIL seed ${seed} input ${input}: ${fault}\n     ${file}`);
  };
  const end = (code) => {
    for (const [fault, count] of counts) say(`${count} times: ${fault}`);
    const done = Atomics.load(current, 0) - from + 1;
    say(
      `${done} inputs from ${samples.length} samples in ${((Date.now() - began) / 1000).toFixed(0)} s, ${counts.size} kinds of faults`,
    );
    process.exit(counts.size > 0 ? 1 : code);
  };

  say(`${inputs} inputs from ${from}, seed ${seed}, ${samples.length} samples`);
  const worker = new Worker(new URL(import.meta.url), { workerData: { options, state } });
  worker.on('message', ({ input, faults, done, memory }) => {
    if (done === true) {
      say(`memory at the end: ${((memory.heapUsed + memory.arrayBuffers) / 1e6).toFixed(0)} MB`);
      end(0);
    } else for (const fault of faults) note(fault, input);
  });
  worker.on('error', (error) => {
    note(`the thread died: ${error.message}`, Atomics.load(current, 0));
    end(1);
  });
  setInterval(() => {
    const now = Date.now();
    const input = Atomics.load(current, 0);
    if (input !== last) [last, since] = [input, now];
    else if (now - since > HANGING_MS) {
      note('does not end', input);
      end(1);
    }
    if (now - reported < REPORT_MS) return;
    reported = now;
    process.stderr.write(`${input - from} of ${inputs}, ${counts.size} kinds of faults\n`);
  }, LOOK_MS);
  process.on('SIGINT', () => end(INTERRUPTED));
}

if (isMainThread) watch();
else await work();
