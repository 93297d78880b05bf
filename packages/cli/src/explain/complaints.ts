/** What is said on standard error about inputs: those that can't be read, and those that can in part. */
import type { CaptureRecord } from '@halfopen/explain';
import { type Context, tell } from '../context.ts';
import { exitCodes, UserError } from '../exit-codes.ts';
import { mark } from '../terminal/style.ts';
import { partialText } from './input-errors.ts';

/** How the reading of an input went. */
export interface Went {
  readonly frames: number;
  readonly problems: CaptureRecord['problems'];
  /** The input breaks off, or was damaged from some point on. */
  readonly partial: boolean;
  /** What that is due to; `null`: it just breaks off. */
  readonly damage: unknown;
}

/** Says something that does not keep the result from being told. */
export function warn(context: Context, text: string): void {
  tell(context, `${mark(context.err, 'warning')} ${text}`);
}

/** Says what was wrong with an input that was read. */
export function warnOf(context: Context, name: string, { frames, problems, partial, damage }: Went): void {
  if (partial) warn(context, partialText(name, frames, damage));
  if (problems.length === 0) return;
  const kinds = problems.map(({ problem, count, frame }) => `${problem} (${count}, first at frame ${frame})`);
  warn(context, `${name}: some frames could not be decoded in full: ${kinds.join(', ')}`);
}

/** Inputs that can't be read do not keep the others from being explained. */
export class Unreadable {
  readonly #context: Context;
  readonly #inputs: number;
  #count = 0;

  /** `inputs`: how many there are, readable or not. */
  constructor(context: Context, inputs: number) {
    this.#context = context;
    this.#inputs = inputs;
  }

  /** Whether there was one. */
  get any(): boolean {
    return this.#count > 0;
  }

  /** Tells why one can't be read. Throws the error if no input is left, or if it is about something else. */
  note(error: unknown): void {
    if (!(error instanceof UserError) || error.exitCode !== exitCodes.usage) throw error;
    this.#count += 1;
    if (this.#count === this.#inputs) throw error;
    this.#context.stderr.write(`halfopen: ${error.message}\n`);
  }
}
