/** One reader for captures of all kinds, told apart by how they begin. */
import { concatBytes } from '../bytes.ts';
import { lookBytes, looksLike } from '../looks-like.ts';
import { PcapReader } from '../pcap/reader.ts';
import { PcapngReader } from '../pcapng/reader.ts';
import { unreadable } from './advice.ts';
import type { CaptureEnd } from './end.ts';
import type { CaptureProblem } from './problems.ts';

/** Kinds of capture that can be read. */
export type CaptureFormat = 'pcap' | 'pcapng';

/**
 * Reads pcap or pcapng, pushed in chunks of any size:
 *
 *     const reader = new CaptureReader();
 *     for await (const chunk of readCapture(file)) {
 *       reader.push(chunk);
 *       while (reader.next()) view.decode(reader.data, reader.offset, reader.capturedLength, reader.linkType);
 *     }
 *     const { truncated } = reader.finish();
 *
 * Fields mean what those of {@link PcapngReader} mean; the bytes of a chunk are borrowed as there.
 */
export class CaptureReader {
  /** `null` until it can be told. */
  format: CaptureFormat | null = null;

  // until the format is known an idle reader stands in, so that no field needs a check for every packet
  #reader: PcapReader | PcapngReader = new PcapReader();
  #head: Uint8Array = new Uint8Array(0);

  /** LINKTYPE number of the packet. */
  get linkType(): number {
    return this.#reader.linkType;
  }

  /** The array that holds the packet's bytes, shared with other packets. */
  get data(): Uint8Array {
    return this.#reader.data;
  }

  /** Where in `data` the packet begins. */
  get offset(): number {
    return this.#reader.offset;
  }

  /** Bytes of the packet that were kept; all of them lie in `data`. */
  get capturedLength(): number {
    return this.#reader.capturedLength;
  }

  /** Bytes the packet had when it was seen, as the file says. */
  get originalLength(): number {
    return this.#reader.originalLength;
  }

  /** `false` for simple packets of pcapng, which have no time: then seconds and nanoseconds are 0. */
  get hasTimestamp(): boolean {
    return this.#reader.hasTimestamp;
  }

  /** Whole seconds of the timestamp, since 1970-01-01 UTC. */
  get seconds(): number {
    return this.#reader.seconds;
  }

  /** The rest of the timestamp. Below 10^9 unless the file is wrong. */
  get nanoseconds(): number {
    return this.#reader.nanoseconds;
  }

  /** 1-based number of the packet in the file; 0 before the first. */
  get frameNumber(): number {
    return this.#reader.frameNumber;
  }

  /** Number of the packet's interface within its section; 0 in pcap. */
  get interfaceId(): number {
    return this.#reader.interfaceId;
  }

  /** Name of the packet's interface; empty when not told. */
  get interfaceName(): string {
    const reader = this.#reader;
    return reader instanceof PcapngReader ? (reader.interfaces[reader.interfaceId]?.name ?? '') : '';
  }

  /**
   * Takes the next bytes of the input. Call `next()` until it returns `false` before pushing again.
   * Throws {@link CaptureError} `not-capture` as soon as enough has come to say what it is instead, and the errors of
   * {@link PcapReader}.
   */
  push(chunk: Uint8Array): void {
    if (this.format !== null) return this.#reader.push(chunk);
    const head = this.#head.length === 0 ? chunk : concatBytes([this.#head, chunk]);
    const look = looksLike(head);
    if (look === 'pcap' || look === 'pcapng') {
      this.format = look;
      if (look === 'pcapng') this.#reader = new PcapngReader();
      return this.#reader.push(head);
    }
    this.#head = head.slice(0, lookBytes);
    if (head.length >= lookBytes) throw unreadable('not-capture', 'not a capture', look);
  }

  /**
   * Moves on to the next packet. `false`: more bytes must be pushed first, or the input is at its end.
   * Throws {@link CaptureError} at a place behind which nothing can be read, and again on every later call.
   */
  next(): boolean {
    return this.#reader.next();
  }

  /** Timestamp of the packet in nanoseconds since 1970-01-01 UTC. */
  timestampNs(): bigint {
    return this.#reader.timestampNs();
  }

  /** What was passed over so far, by kind. */
  problems(): readonly CaptureProblem[] {
    return this.#reader.problems();
  }

  /**
   * Says that the input has ended; call it after `next()` has returned `false`.
   * Throws {@link CaptureError} when the input ended before its first header did, or was no capture.
   */
  finish(): CaptureEnd {
    if (this.format === null) throw unreadable('not-capture', 'not a capture', looksLike(this.#head));
    return this.#reader.finish();
  }
}
