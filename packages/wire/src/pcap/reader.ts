/**
 * A push reader for classic pcap: bytes go in as they come, records come out one at a time.
 *
 * Goals: no allocation per record, no copy of a record that lies whole in a chunk, memory bounded by the largest record
 * a capture may hold, however long the file. Not a goal: seeking.
 *
 * The bytes of a chunk are borrowed, not copied: the caller leaves a chunk alone until `next()` has returned `false`.
 */
import { readU32, readU32Little } from '../bytes.ts';
import { CaptureError } from '../capture-error.ts';
import type { CaptureEnd } from '../capture/end.ts';
import type { CaptureProblem } from '../capture/problems.ts';
import { ByteFeed } from '../feed.ts';
import { nanosecondsPerSecond } from '../time.ts';
import type { PcapHeader } from './header.ts';
import { parsePcapHeader, pcapHeaderBytes } from './header.ts';
import { recordField } from './record.ts';

/** Snap length that capture programs use for "everything"; a file may claim less and still hold this much. */
const usualSnapLength = 262_144;

/** No record may claim more, whatever the file header says. */
const recordCeiling = 16 * 1024 * 1024;

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

  /** pcap has a time for every packet. */
  readonly hasTimestamp: boolean = true;
  /** pcap knows one interface. */
  readonly interfaceId: number = 0;

  readonly #feed = new ByteFeed();
  #little = false;
  #fractionNs = 1;
  #headerBytes = 0;
  #longestRecord = 0;

  /**
   * Takes the next bytes of the input. Call `next()` until it returns `false` before pushing again; bytes not yet read
   * by then are copied together with the new ones.
   * Throws {@link CaptureError} when the input turns out not to be a pcap file that can be read.
   */
  push(chunk: Uint8Array): void {
    this.#feed.push(chunk);
    if (this.header === null) this.#readHeader();
  }

  /**
   * Moves on to the next record. `false`: more bytes must be pushed first, or the input is at its end.
   * Throws {@link CaptureError} `pcap-record-too-long` at a damaged record, and again on every later call.
   */
  next(): boolean {
    if (this.header === null) return false;
    const feed = this.#feed;
    const at = feed.position;
    if (feed.carried === 0) {
      const left = feed.chunk.length - at;
      if (left >= this.#headerBytes) {
        const length = this.#claimedLength(feed.chunk, at);
        if (left - this.#headerBytes >= length) {
          feed.position = at + this.#headerBytes + length;
          this.#take(feed.chunk, at, length);
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

  /** What was passed over: pcap has nothing that could be. */
  problems(): readonly CaptureProblem[] {
    return [];
  }

  /**
   * Says that the input has ended; call it after `next()` has returned `false`.
   * Throws {@link CaptureError} when the file header never came: `not-pcap` or `pcap-header-truncated`.
   */
  finish(): CaptureEnd {
    const feed = this.#feed;
    if (this.header === null) parsePcapHeader(feed.carry.subarray(0, feed.carried));
    return { truncated: feed.unread > 0, leftoverBytes: feed.unread, frames: this.frameNumber };
  }

  #readHeader(): void {
    const feed = this.#feed;
    if (!feed.carryUntil(pcapHeaderBytes)) return;
    const header = parsePcapHeader(feed.carry.subarray(0, pcapHeaderBytes));
    feed.carried = 0;
    this.header = header;
    this.linkType = header.linkType;
    this.#little = header.byteOrder === 'little';
    this.#fractionNs = header.timestampUnit === 'us' ? 1000 : 1;
    this.#headerBytes = header.recordHeaderBytes;
    this.#longestRecord = Math.min(Math.max(header.snapLength, usualSnapLength), recordCeiling);
  }

  /** The slow path: a record that arrives in more than one chunk. */
  #nextCarried(): boolean {
    const feed = this.#feed;
    if (!feed.carryUntil(this.#headerBytes)) return false;
    const length = this.#claimedLength(feed.carry, 0);
    if (!feed.carryUntil(this.#headerBytes + length)) return false;
    feed.carried = 0;
    this.#take(feed.carry, 0, length);
    return true;
  }

  #claimedLength(data: Uint8Array, at: number): number {
    const length = this.#u32(data, at + recordField.capturedLength);
    if (length > this.#longestRecord) {
      const frameNumber = this.frameNumber + 1;
      throw new CaptureError(
        'pcap-record-too-long',
        `record ${frameNumber} claims ${length} bytes, more than this file can hold of a packet (${this.#longestRecord})`,
        { frameNumber, claimedLength: length },
      );
    }
    return length;
  }

  #take(data: Uint8Array, at: number, length: number): void {
    this.data = data;
    this.offset = at + this.#headerBytes;
    this.capturedLength = length;
    this.originalLength = this.#u32(data, at + recordField.originalLength);
    this.seconds = this.#u32(data, at + recordField.seconds);
    this.nanoseconds = this.#u32(data, at + recordField.fraction) * this.#fractionNs;
    this.frameNumber += 1;
  }

  #u32(data: Uint8Array, at: number): number {
    return this.#little ? readU32Little(data, at) : readU32(data, at);
  }
}
