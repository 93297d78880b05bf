/** Input number `input` of a series. The same seed and number give the same bytes. */
export function inputOf(seed: number, input: number): Uint8Array;

/** Feeds an input to the parser and decoders of `codec`: what was wrong (nothing: empty), and what came of it. */
export function attempt(
  codec: Readonly<Record<string, unknown>>,
  seed: number,
  input: number,
): { readonly faults: readonly string[]; readonly frames: number; readonly refused: boolean };
