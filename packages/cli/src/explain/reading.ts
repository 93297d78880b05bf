/** Drives the engine over one input: bytes in, findings out. */
import {
  type CaptureRecord,
  Explainer,
  type ExplainerOptions,
  type Finding,
  type SummaryRecord,
} from '@halfopen/explain';
import { CaptureError, readCapture } from '@halfopen/wire';
import { exitCodes, UserError } from '../exit-codes.ts';
import { isSystemError, unreadableText } from './input-errors.ts';
import { type Input, turn } from './input.ts';

/** So many connections are held back, so that the capture's own record can come first. */
const MOST_HELD = 16_384;
/** So many findings are told before others have their turn. */
const FINDINGS_A_TURN = 512;

/** Who hears what was found. */
export interface Listener {
  /** Before the first finding where that is possible, else after the last. */
  capture(record: CaptureRecord): void;
  /** The finding is good until this returns. `enough`: nothing more is wanted. */
  found(finding: Finding): 'more' | 'enough';
  /** Resolves when it can hear more. Throws the signal's reason. */
  ready(signal: AbortSignal): Promise<void>;
}

/** How it ended. */
export interface Read {
  readonly frames: number;
  readonly tcpFrames: number;
  readonly summary: SummaryRecord;
  /** `partial`: the input breaks off, or was damaged from some point on. `stopped`: the listener had enough. */
  readonly ended: 'whole' | 'partial' | 'stopped';
  /** What `partial` is due to; `null`: it just breaks off. */
  readonly damage: unknown;
  readonly problems: CaptureRecord['problems'];
}

/** The engine at work on one input; `explainer` tells how far it is. */
export class Reading {
  readonly explainer: Explainer;
  readonly #input: Input;
  readonly #listener: Listener;

  constructor(input: Input, options: Omit<ExplainerOptions, 'file'>, listener: Listener) {
    this.#input = input;
    this.#listener = listener;
    this.explainer = new Explainer({ file: input.file, ...options });
  }

  /** Reads to the end. Throws UserError when nothing could be read, and the signal's reason. */
  async run(signal: AbortSignal): Promise<Read> {
    const { explainer } = this;
    let damage: unknown = null;
    let enough = false;
    try {
      for await (const chunk of readCapture(this.#input.chunks(signal))) {
        signal.throwIfAborted();
        explainer.push(chunk);
        if (explainer.waiting > MOST_HELD) enough = await this.#tell(signal);
        if (enough) break;
      }
      signal.throwIfAborted();
      if (!enough) explainer.finish();
    } catch (error) {
      this.#giveUpUnlessPartial(signal, error);
      damage = error;
      explainer.finish();
    }
    if (enough) return this.#read('stopped', null);
    const capture = explainer.capture();
    const captureFirst = explainer.told === 0;
    if (captureFirst) this.#listener.capture(capture);
    await this.#tell(signal);
    if (!captureFirst) this.#listener.capture(capture);
    return this.#read(damage !== null || capture.truncated ? 'partial' : 'whole', damage);
  }

  #giveUpUnlessPartial(signal: AbortSignal, error: unknown): void {
    signal.throwIfAborted();
    if (!(error instanceof CaptureError) && !isSystemError(error)) throw error;
    if (this.explainer.frames > 0) return;
    const { file, name } = this.#input;
    throw new UserError(exitCodes.usage, unreadableText(file, name, error));
  }

  async #tell(signal: AbortSignal): Promise<boolean> {
    const { explainer } = this;
    let told = 0;
    for (let finding = explainer.take(); finding !== null; finding = explainer.take()) {
      const answer = this.#listener.found(finding);
      explainer.release(finding);
      if (answer === 'enough') return true;
      told += 1;
      if (told % FINDINGS_A_TURN !== 0) continue;
      await turn();
      await this.#listener.ready(signal);
      signal.throwIfAborted();
    }
    return false;
  }

  #read(ended: Read['ended'], damage: unknown): Read {
    const { frames, tcpFrames, problems } = this.explainer.capture();
    return { frames, tcpFrames, problems, summary: this.explainer.summary(), ended, damage };
  }
}
