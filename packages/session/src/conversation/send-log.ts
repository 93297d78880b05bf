/**
 * Messages of this side that the other has not acknowledged, as the frames they go out in.
 *
 *        settled          written                  appended
 *           |                |                        |
 *     ──────[ frame ][ frame ][ frame ][ frame ][ frame ]
 *           └ freed by acknowledgement ─▶   └ written as the window allows ─▶
 *
 * Frames are laid one after another into slabs, once: what is written to a socket is a piece of a slab with many frames, and what
 * is written again after a reconnect is the same bytes with another type. An idle log holds no memory.
 */
import {
  DATA_HEADER_BYTES,
  HEADER_BYTES,
  MAX_MESSAGE_BYTES,
  frameType,
  writeHeader,
  writeUint64,
} from '../protocol/frame-types.ts';

const FIRST_SLAB_BYTES = 2048;
const MAX_SLAB_BYTES = 65_536;

/** Frames one after another. */
interface Slab {
  readonly bytes: Buffer;
  used: number;
  /** Sequence number of its first frame. */
  readonly firstSeq: number;
  /** How many frames it holds. */
  count: number;
}

/** A place between two frames. `seq` is the frame before it. */
interface Cursor {
  slab: number;
  at: number;
  seq: number;
}

/** One message that nobody has acknowledged. */
export interface LoggedMessage {
  readonly seq: number;
  /** `null` for the end of sending. */
  readonly payload: Buffer | null;
}

export class SendLog {
  readonly #slabs: Slab[] = [];
  #settled: Cursor;
  #written: Cursor;
  #lastSeq: number;
  #everWrittenSeq: number;
  #bytes = 0;
  #inFlightBytes = 0;

  /** A log whose next message follows `lastSeq`. */
  constructor(lastSeq: number = 0) {
    this.#lastSeq = lastSeq;
    this.#everWrittenSeq = lastSeq;
    this.#settled = { slab: 0, at: 0, seq: lastSeq };
    this.#written = { slab: 0, at: 0, seq: lastSeq };
  }

  /** The last message appended. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The last message acknowledged. */
  get settledSeq(): number {
    return this.#settled.seq;
  }

  /** The last message written to the current connection. */
  get writtenSeq(): number {
    return this.#written.seq;
  }

  /** The last message ever written to any connection: what follows has surely not arrived. */
  get everWrittenSeq(): number {
    return this.#everWrittenSeq;
  }

  /** Bytes of frames held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes of frames written to the current connection and not acknowledged. */
  get inFlightBytes(): number {
    return this.#inFlightBytes;
  }

  /** Adds a message (its bytes are copied), or the end of sending; its sequence number. Throws `RangeError` on one too long for a frame. */
  append(payload: Uint8Array | null): number {
    if (payload !== null && payload.length > MAX_MESSAGE_BYTES) {
      throw new RangeError(`a message of ${payload.length} bytes`);
    }
    const seq = this.#lastSeq + 1;
    const frameBytes = DATA_HEADER_BYTES + (payload?.length ?? 0);
    const slab = this.#slabFor(frameBytes, seq);
    const { bytes, used } = slab;
    writeHeader(bytes, payload === null ? frameType.end : frameType.data, frameBytes - HEADER_BYTES, used);
    writeUint64(bytes, seq, used + HEADER_BYTES);
    if (payload !== null) bytes.set(payload, used + DATA_HEADER_BYTES);
    slab.used += frameBytes;
    slab.count += 1;
    this.#lastSeq = seq;
    this.#bytes += frameBytes;
    return seq;
  }

  /** Frees everything up to `seq`. The caller has checked that it lies between what is settled and what was ever written. */
  settle(seq: number): void {
    const cursor = this.#settled;
    while (cursor.seq < seq) {
      const size = this.#step(cursor);
      this.#bytes -= size;
      // Acknowledged though this connection has not carried it: an earlier one had.
      if (cursor.seq > this.#written.seq) this.#copyCursor(cursor, this.#written);
      else this.#inFlightBytes -= size;
    }
    this.#settleAtSlabEnd(cursor);
    this.#settleAtSlabEnd(this.#written);
    if (cursor.slab > 0) {
      this.#slabs.splice(0, cursor.slab);
      this.#written.slab -= cursor.slab;
      cursor.slab = 0;
    }
    if (this.#bytes === 0) this.#clear();
  }

  /** Begins a new connection whose other side has everything up to `receivedSeq`. What it lacks is marked as sent again. */
  rewind(receivedSeq: number): void {
    const cursor = { ...this.#settled };
    this.#inFlightBytes = 0;
    while (cursor.seq < receivedSeq) this.#inFlightBytes += this.#step(cursor);
    this.#copyCursor(cursor, this.#written);
    while (cursor.seq < this.#everWrittenSeq) {
      this.#settleAtSlabEnd(cursor);
      const slab = this.#slabs[cursor.slab]!;
      if (slab.bytes[cursor.at] === frameType.data) slab.bytes[cursor.at] = frameType.dataAgain;
      this.#step(cursor);
    }
  }

  /** After a restart nobody knows what was written: everything may have been. */
  assumeWritten(): void {
    this.#everWrittenSeq = this.#lastSeq;
  }

  /**
   * Hands on frames to write, in pieces of many, as far as `windowBytes` allows and not beyond `lastSeq`. A frame larger than the
   * window goes out when nothing else is in flight.
   */
  writeOut(windowBytes: number, lastSeq: number, write: (frames: Buffer) => void): void {
    const cursor = this.#written;
    while (cursor.seq < lastSeq) {
      this.#settleAtSlabEnd(cursor);
      const slab = this.#slabs[cursor.slab]!;
      const from = cursor.at;
      const whole = slab.used - from;
      const slabEnd = slab.firstSeq + slab.count - 1;
      if (slabEnd <= lastSeq && this.#inFlightBytes + whole <= windowBytes) {
        cursor.at = slab.used;
        cursor.seq = slabEnd;
        this.#inFlightBytes += whole;
      } else {
        this.#advanceWithin(cursor, slab, windowBytes, lastSeq);
      }
      if (cursor.at === from) break;
      if (cursor.seq > this.#everWrittenSeq) this.#everWrittenSeq = cursor.seq;
      write(slab.bytes.subarray(from, cursor.at));
    }
  }

  /** Whether {@link writeOut} would hand on anything. */
  canWrite(windowBytes: number, lastSeq: number): boolean {
    const cursor = this.#written;
    if (cursor.seq >= lastSeq) return false;
    if (this.#inFlightBytes === 0) return windowBytes > 0;
    this.#settleAtSlabEnd(cursor);
    return this.#inFlightBytes + this.#sizeAt(cursor) <= windowBytes;
  }

  /** Everything after `seq`, oldest first. Payloads lie in the log: copy what is to be kept. */
  *messagesAfter(seq: number): IterableIterator<LoggedMessage> {
    const cursor = { ...this.#settled };
    while (cursor.seq < this.#lastSeq) {
      this.#settleAtSlabEnd(cursor);
      const { bytes } = this.#slabs[cursor.slab]!;
      const from = cursor.at;
      this.#step(cursor);
      if (cursor.seq <= seq) continue;
      const payload =
        bytes[from] === frameType.end ? null : bytes.subarray(from + DATA_HEADER_BYTES, cursor.at);
      yield { seq: cursor.seq, payload };
    }
  }

  #advanceWithin(cursor: Cursor, slab: Slab, windowBytes: number, lastSeq: number): void {
    while (cursor.seq < lastSeq && cursor.at < slab.used) {
      const size = HEADER_BYTES + slab.bytes.readUIntBE(cursor.at + 1, 3);
      const fits = this.#inFlightBytes + size <= windowBytes;
      if (!fits && !(this.#inFlightBytes === 0 && windowBytes > 0)) return;
      cursor.at += size;
      cursor.seq += 1;
      this.#inFlightBytes += size;
    }
  }

  #sizeAt(cursor: Cursor): number {
    return HEADER_BYTES + this.#slabs[cursor.slab]!.bytes.readUIntBE(cursor.at + 1, 3);
  }

  /** Moves over one frame; its size. */
  #step(cursor: Cursor): number {
    this.#settleAtSlabEnd(cursor);
    const size = this.#sizeAt(cursor);
    cursor.at += size;
    cursor.seq += 1;
    return size;
  }

  /** The end of a slab and the begin of the next are the same place. */
  #settleAtSlabEnd(cursor: Cursor): void {
    const slab = this.#slabs[cursor.slab];
    if (slab === undefined || cursor.at < slab.used || cursor.slab + 1 >= this.#slabs.length) return;
    cursor.slab += 1;
    cursor.at = 0;
  }

  #copyCursor(from: Cursor, to: Cursor): void {
    to.slab = from.slab;
    to.at = from.at;
    to.seq = from.seq;
  }

  #slabFor(frameBytes: number, seq: number): Slab {
    const last = this.#slabs.at(-1);
    if (last !== undefined && last.bytes.length - last.used >= frameBytes) return last;
    const wanted = last === undefined ? FIRST_SLAB_BYTES : Math.min(last.bytes.length * 2, MAX_SLAB_BYTES);
    const slab = {
      bytes: Buffer.allocUnsafeSlow(Math.max(wanted, frameBytes)),
      used: 0,
      firstSeq: seq,
      count: 0,
    };
    this.#slabs.push(slab);
    return slab;
  }

  #clear(): void {
    this.#slabs.length = 0;
    for (const cursor of [this.#settled, this.#written]) {
      cursor.slab = 0;
      cursor.at = 0;
    }
  }
}
