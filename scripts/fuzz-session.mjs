// `npm run fuzz:session -- [--seed 1] [--inputs 1000000] [--from 0]`: feeds spoilt conversations of the session protocol to its
// parser and decoders. Says of every kind of fault at which input it came first, and ends with 1.
// `--from N --inputs 1` gives a single input of a series again.
import { parseArgs } from 'node:util';
import { prepare } from './setup.mjs';

const REPORT_EVERY = 50_000;
const PARTS = ['control-frames', 'frame-parser', 'frame-types', 'handshake-frames'];

function say(text) {
  process.stdout.write(`${text}\n`);
}

function usage(message) {
  process.stderr.write(`${message}\nUsage: npm run fuzz:session -- [--seed N] [--inputs N] [--from N]\n`);
  process.exit(2);
}

function readOptions() {
  const string = (fallback) => ({ type: 'string', default: fallback });
  try {
    const options = { seed: string('1'), inputs: string('1000000'), from: string('0') };
    const { values } = parseArgs({ options });
    const numbers = Object.entries(values).map(([name, text]) =>
      /^\d{1,9}$/.test(text) ? [name, Number(text)] : usage(`--${name} must be a whole number.`),
    );
    return Object.fromEntries(numbers);
  } catch (error) {
    return usage(error.message);
  }
}

const { seed, inputs, from } = readOptions();
prepare();
// Not before there is something to import.
const { attempt } = await import('../packages/session/test/support/fuzz/attempt.mjs');
const modules = await Promise.all(
  PARTS.map((name) => import(`../packages/session/dist/protocol/${name}.js`)),
);
const codec = Object.assign({}, ...modules);

const counts = new Map();
const began = Date.now();
let refused = 0;
for (let input = from; input < from + inputs; input += 1) {
  const told = attempt(codec, seed, input);
  if (told.refused) refused += 1;
  for (const fault of told.faults) {
    if (!counts.has(fault)) say(`FAIL seed ${seed} input ${input}: ${fault}`);
    counts.set(fault, (counts.get(fault) ?? 0) + 1);
  }
  const done = input - from + 1;
  if (done % REPORT_EVERY === 0) {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    process.stderr.write(`${done} of ${inputs}, ${((heapUsed + arrayBuffers) / 1e6).toFixed(0)} MB\n`);
  }
}
for (const [fault, count] of counts) say(`${count} times: ${fault}`);
say(
  `${inputs} inputs in ${((Date.now() - began) / 1000).toFixed(0)} s, ${refused} refused, ${counts.size} kinds of faults`,
);
process.exitCode = counts.size > 0 ? 1 : 0;
