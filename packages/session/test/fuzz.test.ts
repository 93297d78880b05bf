import { describe, expect, it } from 'vitest';
import * as controlFrames from '../src/protocol/control-frames.ts';
import * as frameParser from '../src/protocol/frame-parser.ts';
import * as frameTypes from '../src/protocol/frame-types.ts';
import * as handshakeFrames from '../src/protocol/handshake-frames.ts';
import { attempt, inputOf } from './support/fuzz/attempt.mjs';

const SEED = 1;
const INPUTS = 2000;
const MOST_KEPT_BYTES = 256 << 20;
const codec = { ...controlFrames, ...frameParser, ...frameTypes, ...handshakeFrames };

describe('spoilt conversations', () => {
  it('the same seed gives the same inputs', () => {
    expect(inputOf(SEED, 17)).toEqual(inputOf(SEED, 17));
    expect(inputOf(SEED, 17)).not.toEqual(inputOf(SEED, 18));
  });

  it(`are decoded as far as they go, or refused: ${INPUTS} inputs`, () => {
    const found = new Map<string, string>();
    const before = process.memoryUsage();
    let frames = 0;
    let refused = 0;
    for (let input = 0; input < INPUTS; input += 1) {
      const told = attempt(codec, SEED, input);
      frames += told.frames;
      if (told.refused) refused += 1;
      for (const fault of told.faults) if (!found.has(fault)) found.set(fault, `${fault}: input ${input}`);
    }
    const after = process.memoryUsage();
    expect([...found.values()]).toEqual([]);
    // Neither are all of them refused at the door, nor does all pass.
    expect(frames).toBeGreaterThan(INPUTS);
    expect(refused).toBeGreaterThan(INPUTS / 10);
    expect(refused).toBeLessThan((INPUTS * 9) / 10);
    expect(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers).toBeLessThan(
      MOST_KEPT_BYTES,
    );
  }, 60_000);
});
