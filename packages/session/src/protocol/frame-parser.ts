/**
 * Cuts a stream of bytes into frames, wherever the stream was cut into chunks. A frame that lies whole in a chunk is
 * handed on in place; only one that spans chunks is copied together.
 *
 *     chunk ─▶ [rest of the frame begun] [frame] [frame] … [begin of a frame] ─▶ kept
 *
 * A length is believed only up to the limit, and memory for a long frame grows with the bytes that really came.
 */
import { FrameError } from './frame-error.ts';
import { frameType, HEADER_BYTES } from './frame-types.ts';

export { FrameError };

/** Takes one frame: its type, and where in `bytes` the body lies. The bytes may be kept: they are never written again. */
export type FrameHandler = (type: number, bytes: Buffer, start: number, end: number) => void;

const FIRST_CAPACITY = 16_384;

export class FrameParser {
  /** Longest body accepted from now on. */
  maxBodyBytes: number;
  /** A stopped parser drops whatever comes. */
  stopped = false;
  #partial: Buffer | null = null;
  #have = 0;

  constructor(maxBodyBytes: number) {
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Whether the stream stands in the middle of a frame. */
  get isInsideFrame(): boolean {
    return this.#have > 0;
  }

  /**
   * Takes the next bytes and hands on every frame that is complete. Throws {@link FrameError} on a length beyond the limit, and what
   * the handler throws; either stops the parser, because nobody knows any more where the next frame begins.
   */
  push(chunk: Buffer, handle: FrameHandler): void {
    if (this.stopped) return;
    try {
      this.#cut(chunk, handle);
    } catch (error) {
      this.stopped = true;
      throw error;
    }
  }

  #cut(chunk: Buffer, handle: FrameHandler): void {
    let at = 0;
    if (this.#partial !== null) at = this.#complete(this.#partial, chunk, handle);
    while (!this.stopped && chunk.length - at >= HEADER_BYTES) {
      const end = at + HEADER_BYTES + this.#bodyLength(chunk, at);
      if (end > chunk.length) break;
      const begin = at + HEADER_BYTES;
      const type = chunk.readUInt8(at);
      at = end;
      handle(type, chunk, begin, end);
    }
    if (!this.stopped && this.#partial === null && at < chunk.length) this.#keep(chunk, at);
  }

  /** Copies what is missing of the frame begun; where in the chunk it ends. */
  #complete(partial: Buffer, chunk: Buffer, handle: FrameHandler): number {
    let at = 0;
    let bytes = partial;
    if (this.#have < HEADER_BYTES) {
      at = Math.min(HEADER_BYTES - this.#have, chunk.length);
      chunk.copy(bytes, this.#have, 0, at);
      this.#have += at;
      if (this.#have < HEADER_BYTES) return at;
    }
    const frameBytes = HEADER_BYTES + this.#bodyLength(bytes, 0);
    const taken = Math.min(frameBytes - this.#have, chunk.length - at);
    bytes = this.#grown(bytes, this.#have + taken, frameBytes);
    chunk.copy(bytes, this.#have, at, at + taken);
    this.#have += taken;
    this.#partial = bytes;
    if (this.#have < frameBytes) return at + taken;
    this.#partial = null;
    this.#have = 0;
    handle(bytes.readUInt8(0), bytes, HEADER_BYTES, frameBytes);
    return at + taken;
  }

  #keep(chunk: Buffer, at: number): void {
    const rest = chunk.length - at;
    const known = rest >= HEADER_BYTES ? HEADER_BYTES + this.#bodyLength(chunk, at) : HEADER_BYTES;
    this.#partial = Buffer.allocUnsafe(Math.min(known, Math.max(rest, FIRST_CAPACITY)));
    chunk.copy(this.#partial, 0, at);
    this.#have = rest;
  }

  #grown(bytes: Buffer, needed: number, frameBytes: number): Buffer {
    if (bytes.length >= needed) return bytes;
    const larger = Buffer.allocUnsafe(Math.min(frameBytes, Math.max(needed, bytes.length * 2)));
    bytes.copy(larger, 0, 0, this.#have);
    return larger;
  }

  #bodyLength(bytes: Buffer, at: number): number {
    const length = bytes.readUIntBE(at + 1, 3);
    if (length <= this.maxBodyBytes) return length;
    const type = bytes.readUInt8(at);
    const isMessage = type === frameType.data || type === frameType.dataAgain;
    throw new FrameError(
      `a frame of ${length} bytes; at most ${this.maxBodyBytes} are allowed here`,
      isMessage ? 'too-large' : 'malformed',
    );
  }
}
