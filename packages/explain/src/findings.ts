/** Drives an engine over one input: bytes in, findings out. */
import { type CaptureInput, readCapture } from '@halfopen/wire';
import type { Explainer } from './explainer.ts';
import type { Finding } from './finding.ts';

/** Findings held back at most until the end of the input. */
export interface FindingsOptions {
  /** So many may wait, so that what is known only at the end can be told before them. Default 0. */
  readonly held?: number;
  /** Asked after every piece of the input; `true`: nothing more is wanted. */
  readonly enough?: () => boolean;
}

/**
 * The findings of an input, in order of first frames. Each is good until the next is asked for. The engine is finished when the
 * last one has come. Throws what reading throws: at once if nothing was read before, else after the findings of what was.
 */
export async function* findingsOf(
  explainer: Explainer,
  input: CaptureInput,
  { held = 0, enough }: FindingsOptions = {},
): AsyncGenerator<Finding, void, undefined> {
  let damage: unknown;
  try {
    for await (const chunk of readCapture(input)) {
      explainer.push(chunk);
      if (explainer.waiting > held) yield* taken(explainer);
      if (enough?.() === true) return;
    }
  } catch (error) {
    if (explainer.frames === 0) throw error;
    damage = error;
  }
  explainer.finish();
  yield* taken(explainer);
  if (damage !== undefined) throw damage;
}

function* taken(explainer: Explainer): Generator<Finding, void, undefined> {
  for (let finding = explainer.take(); finding !== null; finding = explainer.take()) {
    yield finding;
    explainer.release(finding);
  }
}
