/**
 * One of several inputs that are explained together. It is read ahead up to its first frame, so that what can't be read is known
 * before the others are; from there on its frames are counted while somebody else reads it.
 */
import { CaptureError, CaptureReader, readCapture } from '@halfopen/wire';
import { exitCodes, UserError } from '../exit-codes.ts';
import { isSystemError, unreadableText } from './input-errors.ts';
import type { Input } from './input.ts';

export class Source {
  readonly input: Input;
  readonly #signal: AbortSignal;
  readonly #chunks: AsyncGenerator<Uint8Array, void, undefined>;
  readonly #reader: CaptureReader = new CaptureReader();
  #ahead: Uint8Array[] = [];
  #damage: unknown = null;
  #isBeingRead = false;

  constructor(input: Input, signal: AbortSignal) {
    this.input = input;
    this.#signal = signal;
    this.#chunks = readCapture(input.chunks(signal));
  }

  /** Whether its bytes are on their way right now. */
  get isBeingRead(): boolean {
    return this.#isBeingRead;
  }

  /** Frames so far. */
  get frames(): number {
    return this.#reader.frameNumber;
  }

  /** What kept it from being read to its end; `null`: nothing so far. */
  get damage(): unknown {
    return this.#damage;
  }

  /** Reads up to the first frame. Throws UserError when nothing can be read, and the signal's reason. */
  async open(): Promise<void> {
    this.#isBeingRead = true;
    try {
      while (this.frames === 0) {
        const last = this.#ahead.pop();
        // a chunk is overwritten when the next one is asked for
        if (last !== undefined) this.#ahead.push(last.slice());
        const next = await this.#chunks.next();
        this.#signal.throwIfAborted();
        if (next.done === true) return void this.#reader.finish();
        this.#count(next.value);
        this.#ahead.push(next.value);
      }
    } catch (error) {
      this.#signal.throwIfAborted();
      if (!(error instanceof CaptureError) && !isSystemError(error)) throw error;
      const { file, name } = this.input;
      throw new UserError(exitCodes.usage, unreadableText(file, name, error));
    } finally {
      this.#isBeingRead = false;
    }
  }

  /** All bytes from the beginning on, decompressed. To be iterated once, after `open`. */
  async *bytes(): AsyncGenerator<Uint8Array, void, undefined> {
    this.#signal.throwIfAborted();
    this.#isBeingRead = true;
    try {
      yield* this.#ahead;
      this.#ahead = [];
      for (;;) {
        const next = await this.#next();
        this.#signal.throwIfAborted();
        if (next.done === true) return;
        this.#count(next.value);
        yield next.value;
      }
    } finally {
      this.#isBeingRead = false;
    }
  }

  /** Lets go of the input, wherever the reading of it stands. */
  async close(): Promise<void> {
    await this.#chunks.return();
    this.input.close();
  }

  async #next(): Promise<IteratorResult<Uint8Array, void>> {
    try {
      return await this.#chunks.next();
    } catch (error) {
      this.#damage ??= error;
      throw error;
    }
  }

  /** Whoever reads the bytes meets the same damage at the same place, and stops there too. */
  #count(chunk: Uint8Array): void {
    if (this.#damage !== null) return;
    try {
      this.#reader.push(chunk);
      while (this.#reader.next());
    } catch (error) {
      if (this.frames === 0) throw error;
      this.#damage = error;
    }
  }
}
