import type { ExplainRecord } from '../../../src/record.ts';

/** Input number `input` of a series. The same seed, number and samples give the same bytes. */
export function inputOf(seed: number, input: number, samples: readonly Uint8Array[]): Uint8Array;

/** Explains an input: what was wrong (nothing: empty), and how many connections were told. */
export function attempt(
  explainCapture: (input: Uint8Array | AsyncIterable<Uint8Array>) => AsyncIterable<ExplainRecord>,
  seed: number,
  input: number,
  bytes: Uint8Array,
): Promise<{ readonly faults: readonly string[]; readonly connections: number }>;
