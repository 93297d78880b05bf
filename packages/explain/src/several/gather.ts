/** Reads one of several captures to its end. */
import type { Vantage } from '@halfopen/catalogue';
import { type CaptureInput, readCapture } from '@halfopen/wire';
import { Explainer } from '../explainer.ts';
import type { PacketsWanted } from '../packets/packets-wanted.ts';
import type { AddressMap } from '../redact/address-map.ts';
import type { Gathered, Sighting } from './sighting.ts';

/** One capture of several. */
export interface SeveralInput {
  /** A name for the records. */
  readonly file: string;
  readonly input: CaptureInput;
  /** Where it was made, if that is known. */
  readonly at?: Vantage;
}

/** What came of reading. `damage`: what was thrown after the first frame. */
export interface Reading {
  readonly gathered: Gathered;
  readonly damage?: unknown;
}

/**
 * Reads a capture and keeps its connections with the `packets` that are wanted. Throws what reading throws if it throws before
 * the first frame.
 */
export async function gather(
  { file, input, at }: SeveralInput,
  capture: number,
  packets: PacketsWanted,
  addresses?: AddressMap,
): Promise<Reading> {
  const explainer = new Explainer({
    file,
    packets,
    ...(at === undefined ? {} : { at }),
    ...(addresses === undefined ? {} : { addresses }),
  });
  let failed: { readonly damage?: unknown } = {};
  try {
    for await (const chunk of readCapture(input)) explainer.push(chunk);
  } catch (damage) {
    if (explainer.frames === 0) throw damage;
    failed = { damage };
  }
  explainer.finish();
  const sightings: Sighting[] = [];
  for (let finding = explainer.take(); finding !== null; finding = explainer.take()) {
    const { ending, clientSide } = finding;
    sightings.push({
      capture,
      record: finding.record(),
      facts: finding.facts(),
      ending,
      clientSide,
      ...finding.packets(),
    });
    explainer.release(finding);
  }
  const { baseNs, span } = explainer;
  const gathered: Gathered = {
    file,
    given: at ?? null,
    record: explainer.capture(),
    baseNs,
    span,
    sightings,
  };
  return { gathered, ...failed };
}
