/** The public way in: a capture, from wherever, to records. Runs in a browser as it does in Node. */
import type { CaptureInput } from '@halfopen/wire';
import { Explainer, type ExplainerOptions } from './explainer.ts';
import { findingsOf } from './findings.ts';
import { recordWithPackets } from './packets/packet-events.ts';
import type { ExplainRecord } from './record.ts';

/** So many connections are held back, so that the capture's own record can come first. */
const MOST_HELD = 16_384;

/** How {@link explainCapture} is to explain. `file` is a name for the records. */
export type ExplainOptions = Partial<ExplainerOptions>;

/**
 * Explains a capture: pcap or pcapng, gzipped or not. Yields one `capture` record, one `connection` record for each connection in
 * order of first frames, one `summary`. (One that lives on while 90,000 younger ones have ended comes after those.) The `capture` record comes first unless the capture has more than 16,384 connections;
 * then it comes before the `summary`.
 *
 * Throws CaptureError when the input is no capture. When it breaks off or is damaged later on, what was read is told first:
 * `truncated` says that it breaks off, and damage is thrown at the end.
 */
export async function* explainCapture(
  input: CaptureInput,
  options: ExplainOptions = {},
): AsyncGenerator<ExplainRecord, void, undefined> {
  const explainer = new Explainer({ file: '-', ...options });
  const withPackets = options.packets !== undefined;
  let captureTold = false;
  let damage: unknown;
  try {
    for await (const finding of findingsOf(explainer, input, { held: MOST_HELD })) {
      if (explainer.isFinished && explainer.told === 1) {
        captureTold = true;
        yield explainer.capture();
      }
      yield withPackets ? recordWithPackets(finding) : finding.record();
    }
  } catch (error) {
    if (explainer.frames === 0) throw error;
    damage = error;
  }
  if (!captureTold) yield explainer.capture();
  yield explainer.summary();
  if (damage !== undefined) throw damage;
}
