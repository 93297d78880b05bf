/** How far the reading of an input is. */
import { type Explainer, counted } from '@halfopen/explain';
import type { Context } from '../context.ts';
import { Progress } from '../terminal/progress.ts';
import type { Input } from './input.ts';
import type { Source } from './source.ts';

/** What takes less needs no progress. */
const DELAY_MS = 500;

function sizeText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function readText({ name, totalBytes, readBytes }: Input, frames: number): string {
  const bytes = readBytes();
  const share =
    totalBytes === null || totalBytes === 0
      ? ''
      : ` of ${sizeText(totalBytes)} (${Math.floor((100 * bytes) / totalBytes)} %)`;
  return `${name}: ${sizeText(bytes)}${share}, ${counted(frames, 'frame')}`;
}

/** The line as it should be now. */
export function progressLine(input: Input, { frames, waiting, told }: Explainer): string {
  return `${readText(input, frames)}, ${counted(told + waiting, 'connection')}`;
}

function started(context: Context, describe: () => string): Progress {
  const progress = new Progress(context.stderr, context.err, describe);
  if (!context.quiet) progress.start(DELAY_MS);
  return progress;
}

/** Starts to show it, unless nobody wants to be told. */
export function readingProgress(context: Context, input: Input, explainer: Explainer): Progress {
  return started(context, () => progressLine(input, explainer));
}

/** How far captures are that are explained together. */
export interface Together {
  readonly sources: Source[];
  /** Connections told so far. */
  told: number;
}

/** The line for captures that are explained together: the one that is being read, or what was made of all. */
export function togetherLine({ sources, told }: Together): string {
  const reading = sources.find(({ isBeingRead }) => isBeingRead);
  return reading === undefined
    ? `${counted(sources.length, 'capture')} held against each other: ${counted(told, 'connection')}`
    : readText(reading.input, reading.frames);
}

/** As {@link readingProgress}, for several. */
export function togetherProgress(context: Context, together: Together): Progress {
  return started(context, () => togetherLine(together));
}
