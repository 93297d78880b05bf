import { describe, expect, it } from 'vitest';
import { explainCapture } from '../src/explain-capture.ts';
import { attempt, inputOf } from './support/fuzz/attempt.mjs';
import { samples } from './support/samples.ts';

const SEED = 1;
const INPUTS = 2000;
/** Far more than an input needs, far less than all of them together: what is kept shows. */
const MOST_KEPT_BYTES = 256 << 20;

describe('spoilt captures', () => {
  it('are fine before they are spoilt', async () => {
    for (const sample of samples()) {
      const { faults, connections } = await attempt(explainCapture, SEED, 0, sample);
      expect(faults).toEqual([]);
      expect(connections).toBe(2);
    }
  });

  it('the same seed gives the same inputs', () => {
    expect(inputOf(SEED, 17, samples())).toEqual(inputOf(SEED, 17, samples()));
    expect(inputOf(SEED, 17, samples())).not.toEqual(inputOf(SEED, 18, samples()));
  });

  it(`are explained as far as they go, or refused, and what is told is sound: ${INPUTS} inputs`, async () => {
    const found = new Map<string, string>();
    const all = samples();
    const before = process.memoryUsage();
    let connections = 0;
    for (let input = 0; input < INPUTS; input += 1) {
      const told = await attempt(explainCapture, SEED, input, inputOf(SEED, input, all));
      connections += told.connections;
      for (const fault of told.faults) if (!found.has(fault)) found.set(fault, `${fault}: input ${input}`);
    }
    const after = process.memoryUsage();
    expect([...found.values()]).toEqual([]);
    // the inputs are not all refused at the door
    expect(connections).toBeGreaterThan(INPUTS);
    expect(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers).toBeLessThan(
      MOST_KEPT_BYTES,
    );
  }, 120_000);
});
