/** How far the reading of an input is. */
import type { Explainer } from '@halfopen/explain';
import type { Context } from '../context.ts';
import { Progress } from '../terminal/progress.ts';
import type { Input } from './input.ts';
import { counted } from './words.ts';

/** What takes less needs no progress. */
const DELAY_MS = 500;

function sizeText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The line as it should be now. */
export function progressLine(
  { name, totalBytes, readBytes }: Input,
  { frames, waiting, told }: Explainer,
): string {
  const bytes = readBytes();
  const share =
    totalBytes === null || totalBytes === 0
      ? ''
      : ` of ${sizeText(totalBytes)} (${Math.floor((100 * bytes) / totalBytes)} %)`;
  return `${name}: ${sizeText(bytes)}${share}, ${counted(frames, 'frame')}, ${counted(told + waiting, 'connection')}`;
}

/** Starts to show it, unless nobody wants to be told. */
export function readingProgress(context: Context, input: Input, explainer: Explainer): Progress {
  const progress = new Progress(context.stderr, context.err, () => progressLine(input, explainer));
  if (!context.quiet) progress.start(DELAY_MS);
  return progress;
}
