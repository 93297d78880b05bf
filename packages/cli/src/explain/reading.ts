/** Drives the engine over one input: bytes in, findings out. */
import {
  Explainer,
  type ExplainerOptions,
  type Finding,
  recordWithPackets,
  recordWithStory,
} from '@halfopen/explain';
import { CaptureError, readCapture } from '@halfopen/wire';
import { exitCodes, UserError } from '../exit-codes.ts';
import type { Went } from './complaints.ts';
import type { Connection } from './connection.ts';
import { isSystemError, unreadableText } from './input-errors.ts';
import { type Input, turn } from './input.ts';
import type { Listener } from './report.ts';

/** So many connections are held back, so that the capture's own record can come first. */
const MOST_HELD = 16_384;
/** So many findings are told before others have their turn. */
const FINDINGS_A_TURN = 512;

/** What an input held, and how it ended. */
export interface Read extends Went {
  readonly tcpFrames: number;
  readonly connections: number;
}

/** A finding whose record has its packets. */
function drawable(finding: Finding): Connection {
  const { id, client, server, outcome, case: name } = finding;
  return {
    id,
    client,
    server,
    outcome,
    case: name,
    record: () => recordWithPackets(finding),
    told: () => recordWithStory(finding),
  };
}

/** The engine at work on one input; `explainer` tells how far it is. */
export class Reading {
  readonly explainer: Explainer;
  readonly #input: Input;
  readonly #listener: Listener;
  readonly #connectionOf: (finding: Finding) => Connection;

  /** With `packets` in the options the records have packets. */
  constructor(input: Input, options: Omit<ExplainerOptions, 'file'>, listener: Listener) {
    this.#input = input;
    this.#listener = listener;
    this.#connectionOf = options.packets === undefined ? (finding) => finding : drawable;
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
    if (enough) return this.#read(false, null);
    const capture = explainer.capture();
    const captureFirst = explainer.told === 0;
    if (captureFirst) this.#listener.capture(capture);
    await this.#tell(signal);
    if (!captureFirst) this.#listener.capture(capture);
    return this.#read(damage !== null || capture.truncated, damage);
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
      const answer = this.#listener.found(this.#connectionOf(finding));
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

  #read(partial: boolean, damage: unknown): Read {
    const { frames, tcpFrames, problems } = this.explainer.capture();
    return { frames, tcpFrames, problems, connections: this.explainer.told, partial, damage };
  }
}
