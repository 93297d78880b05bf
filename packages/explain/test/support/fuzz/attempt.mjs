// One input: made from samples by chance, explained, and held against what must be true.
import { gzipSync } from 'node:zlib';
import { mutated } from './mutate.mjs';
import { chanceOf } from './random.mjs';
import { randomTalk } from './random-talk.mjs';
import { faultsOf } from './soundness.mjs';

/** No input of this size may take longer, on whatever machine. */
const PATIENCE_MS = 3000;

/** Input number `input` of a series: a spoilt sample, or a senseless conversation, spoilt or not. */
export function inputOf(seed, input, samples) {
  const random = chanceOf(seed, input);
  if (random.once(3)) {
    const talk = randomTalk(random);
    return random.once(3) ? mutated(talk, random, samples) : talk;
  }
  const spoilt = mutated(random.pick(samples), random, samples);
  return random.once(40) ? mutated(gzipSync(spoilt, { level: 1 }), random, samples) : spoilt;
}

async function* chunksOf(bytes, random) {
  const size = random.pick([7, 64, 1000, 1 << 16]);
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function readAll(explainCapture, input) {
  const records = [];
  try {
    for await (const record of explainCapture(input)) records.push(record);
  } catch (error) {
    return { records, error };
  }
  return { records, error: null };
}

/** Conversations to start from where there is nothing else. */
export function talks(seed, count) {
  return Array.from({ length: count }, (_, index) => randomTalk(chanceOf(seed, -2 - index)));
}

/** What went wrong with an input; empty: nothing. */
export async function attempt(explainCapture, seed, input, bytes) {
  const began = performance.now();
  const { records, error } = await readAll(explainCapture, bytes);
  const faults = [];
  if (error !== null && error?.name !== 'CaptureError')
    faults.push(
      `throws ${String(error?.stack ?? error)
        .split('\n')
        .slice(0, 2)
        .join(' ')}`,
    );
  if (error === null || records.length > 0) faults.push(...faultsOf(records));
  const tookMs = performance.now() - began;
  if (tookMs > PATIENCE_MS) faults.push('takes too long');
  // what is told must not hang on how the bytes came, except behind damaged compression: a platform may swallow what came before it
  if (input % 10 === 0 && !String(error?.code).startsWith('compression-')) {
    const again = await readAll(explainCapture, chunksOf(bytes, chanceOf(seed, input)));
    const same =
      JSON.stringify(again.records) === JSON.stringify(records) && again.error?.code === error?.code;
    if (!same) faults.push('tells something else when the bytes come in pieces');
  }
  return { faults, connections: records.filter(({ type }) => type === 'connection').length };
}
