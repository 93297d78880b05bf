/**
 * A push reader for classic pcap: bytes go in as they come, records come out one at a time.
 *
 *     push(chunk) ──▶ chunk  ──whole records, in place──────────────▶ next()
 *                       │
 *                       └─the record cut off at its end─▶ carry ──▶ next()
 *
 * Goals: no allocation per record, no copy of a record that lies whole in a chunk, memory bounded by the largest record
 * a capture may hold, however long the file. Not a goal: seeking.
 *
 * The bytes of a chunk are borrowed, not copied: the caller leaves a chunk alone until `next()` has returned `false`.
 */
import { readU32, readU32Little } from '../bytes.ts';
import { PcapError } from './error.ts';
import type { PcapHeader } from './header.ts';
import { parsePcapHeader, pcapHeaderBytes } from './header.ts';
import { nanosecondsPerSecond, pcapRecordBytes, recordField } from './record.ts';

/** Snap length that capture programs use for "everything"; a file may claim less and still hold this much. */
const usualSnapLength = 262_144;

/** No record may claim more, whatever the file header says. */
const recordCeiling = 16 * 1024 * 1024;

/** How the input ended. */
export interface PcapEnd {
  /** The input stopped within a record. */
  readonly truncated: boolean;
  /** Bytes of that unfinished record, its header included. */
  readonly leftoverBytes: number;
  /** Complete records read. */
  readonly frames: number;
}

/**
 * Reads classic pcap, pushed in chunks of any size:
 *
 *     const reader = new PcapReader();
 *     for await (const chunk of chunks) {
 *       reader.push(chunk);
 *       while (reader.next()) view.decode(reader.data, reader.offset, reader.capturedLength, reader.linkType);
 *     }
 *     const { truncated } = reader.finish();
 *
 * The fields describe the record of the last `next()` that returned `true`, and hold until the next call of `next()` or
 * `push()`. They are read only to callers.
 */
export class PcapReader {
  /** The file header, as soon as its bytes have arrived. */
  header: PcapHeader | null = null;
  /** LINKTYPE number of the file; 0 before the header has arrived. */
  linkType: number = 0;
  /** The array that holds the packet's bytes, shared with other packets. */
  data: Uint8Array = new Uint8Array(0);
  /** Where in `data` the packet begins. */
  offset: number = 0;
  /** Bytes of the packet that were kept; all of them lie in `data`. */
  capturedLength: number = 0;
  /** Bytes the packet had when it was seen, as the file says. */
  originalLength: number = 0;
  /** Whole seconds of the timestamp, since 1970-01-01 UTC. */
  seconds: number = 0;
  /** The rest of the timestamp. Below 10^9 unless the file is wrong. */
  nanoseconds: number = 0;
  /** 1-based number of the record in the file; 0 before the first. */
  frameNumber: number = 0;

  #chunk: Uint8Array = this.data;
  #position = 0;
  #carry: Uint8Array = this.data;
  #carried = 0;
  #little = false;
  #fractionNs = 1;
  #longestRecord = 0;

  /**
   * Takes the next bytes of the input. Call `next()` until it returns `false` before pushing again; bytes not yet read
   * by then are copied together with the new ones.
   * Throws {@link PcapError} when the input turns out not to be a pcap file that can be read.
   */
  push(chunk: Uint8Array): void {
    const unread = this.#chunk.length - this.#position;
    if (unread === 0) {
      this.#chunk = chunk;
    } else {
      const joined = new Uint8Array(unread + chunk.length);
      joined.set(this.#chunk.subarray(this.#position));
      joined.set(chunk, unread);
      this.#chunk = joined;
    }
    this.#position = 0;
    if (this.header === null) this.#readHeader();
  }

  /**
   * Moves on to the next record. `false`: more bytes must be pushed first, or the input is at its end.
   * Throws {@link PcapError} `pcap-record-too-long` at a damaged record, and again on every later call.
   */
  next(): boolean {
    if (this.header === null) return false;
    const at = this.#position;
    if (this.#carried === 0) {
      const left = this.#chunk.length - at;
      if (left >= pcapRecordBytes) {
        const length = this.#claimedLength(this.#chunk, at);
        if (left - pcapRecordBytes >= length) {
          this.#position = at + pcapRecordBytes + length;
          this.#take(this.#chunk, at, length);
          return true;
        }
      }
    }
    return this.#nextCarried();
  }

  /** Timestamp of the record in nanoseconds since 1970-01-01 UTC. */
  timestampNs(): bigint {
    return BigInt(this.seconds) * BigInt(nanosecondsPerSecond) + BigInt(this.nanoseconds);
  }

  /**
   * Says that the input has ended; call it after `next()` has returned `false`.
   * Throws {@link PcapError} when the file header never came: `not-pcap` or `pcap-header-truncated`.
   */
  finish(): PcapEnd {
    if (this.header === null) parsePcapHeader(this.#carry.subarray(0, this.#carried));
    const leftoverBytes = this.#carried + this.#chunk.length - this.#position;
    return { truncated: leftoverBytes > 0, leftoverBytes, frames: this.frameNumber };
  }

  #readHeader(): void {
    if (!this.#carryUntil(pcapHeaderBytes)) return;
    const header = parsePcapHeader(this.#carry.subarray(0, pcapHeaderBytes));
    this.#carried = 0;
    this.header = header;
    this.linkType = header.linkType;
    this.#little = header.byteOrder === 'little';
    this.#fractionNs = header.timestampUnit === 'us' ? 1000 : 1;
    this.#longestRecord = Math.min(Math.max(header.snapLength, usualSnapLength), recordCeiling);
  }

  /** The slow path: a record that arrives in more than one chunk. */
  #nextCarried(): boolean {
    if (!this.#carryUntil(pcapRecordBytes)) return false;
    const length = this.#claimedLength(this.#carry, 0);
    if (!this.#carryUntil(pcapRecordBytes + length)) return false;
    this.#carried = 0;
    this.#take(this.#carry, 0, length);
    return true;
  }

  #claimedLength(data: Uint8Array, at: number): number {
    const length = this.#u32(data, at + recordField.capturedLength);
    if (length > this.#longestRecord) {
      const frameNumber = this.frameNumber + 1;
      throw new PcapError(
        'pcap-record-too-long',
        `record ${frameNumber} claims ${length} bytes, more than this file can hold of a packet (${this.#longestRecord})`,
        { frameNumber, claimedLength: length },
      );
    }
    return length;
  }

  #take(data: Uint8Array, at: number, length: number): void {
    this.data = data;
    this.offset = at + pcapRecordBytes;
    this.capturedLength = length;
    this.originalLength = this.#u32(data, at + recordField.originalLength);
    this.seconds = this.#u32(data, at + recordField.seconds);
    this.nanoseconds = this.#u32(data, at + recordField.fraction) * this.#fractionNs;
    this.frameNumber += 1;
  }

  #u32(data: Uint8Array, at: number): number {
    return this.#little ? readU32Little(data, at) : readU32(data, at);
  }

  /** Moves bytes from the chunk to the carry until it holds `wanted`; `false` when the chunk ran out first. */
  #carryUntil(wanted: number): boolean {
    const from = this.#position;
    const to = Math.min(this.#chunk.length, from + wanted - this.#carried);
    if (to > from) {
      const total = this.#carried + to - from;
      if (total > this.#carry.length) this.#growCarry(total);
      this.#carry.set(this.#chunk.subarray(from, to), this.#carried);
      this.#carried = total;
      this.#position = to;
    }
    return this.#carried >= wanted;
  }

  /** Grows with the bytes that arrived, not with the length a record claims. */
  #growCarry(atLeast: number): void {
    const grown = new Uint8Array(Math.max(atLeast, 2 * this.#carry.length));
    grown.set(this.#carry.subarray(0, this.#carried));
    this.#carry = grown;
  }
}
