/** A capture being written to disk, through one buffer. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { CaptureFormat } from '@halfopen/wire';
import { LinkType, pcapGlobalHeader, pcapngInterface, pcapngSection } from '@halfopen/wire';

const bufferBytes = 4 << 20;
/** Room kept for one frame with what surrounds it. */
const roomBytes = 4096;
/** Length of what precedes a frame: a record header (draft-ietf-opsawg-pcap 5), the head of an enhanced packet block (pcapng 4.3). */
const headBytes = { pcap: 16, pcapng: 28 } as const;
const enhancedPacketBlock = 6;
const microseconds = 1_000_000;

/** Writes frames to a file, classic pcap or pcapng, Ethernet, in microseconds, little-endian. */
export class CaptureFile {
  /** Bytes given to the file so far. */
  bytes: number = 0;
  /** Frames so far. */
  frames: number = 0;
  /** Where a frame is to be written. It has room for 4000 bytes from {@link at} on. */
  readonly buffer: Buffer = Buffer.allocUnsafe(bufferBytes);
  readonly snapLength: number;
  readonly #file: number;
  readonly #format: CaptureFormat;
  #used = 0;

  /** Throws what `openSync` throws. `snapLength` bytes of each frame are kept. */
  constructor(path: string, format: CaptureFormat, snapLength: number) {
    this.#format = format;
    this.snapLength = snapLength;
    this.#file = openSync(path, 'w');
    const linkType = LinkType.ethernet;
    if (format === 'pcap') {
      this.#append(pcapGlobalHeader({ linkType, snapLength }));
    } else {
      this.#append(pcapngSection());
      this.#append(pcapngInterface({ linkType, snapLength, timestampResolution: 6 }));
    }
  }

  /** Where the next frame begins in {@link buffer}. */
  get at(): number {
    return this.#used + headBytes[this.#format];
  }

  /** Takes over the frame at {@link at}, `length` bytes long; `time` is in microseconds since 1970. */
  add(time: number, length: number): void {
    const captured = Math.min(length, this.snapLength);
    const begin = this.#used;
    if (this.#format === 'pcap') {
      this.#put(begin, Math.floor(time / microseconds));
      this.#put(begin + 4, time % microseconds);
      this.#put(begin + 8, captured);
      this.#put(begin + 12, length);
      this.#used += headBytes.pcap + captured;
    } else {
      this.#addBlock(begin, time, captured, length);
    }
    this.frames += 1;
    if (this.#used > bufferBytes - roomBytes) this.#flush();
  }

  /** Writes what is left and closes the file. */
  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #addBlock(begin: number, time: number, captured: number, length: number): void {
    const padding = -captured & 3;
    const whole = headBytes.pcapng + captured + padding + 4;
    this.#put(begin, enhancedPacketBlock);
    this.#put(begin + 4, whole);
    this.#put(begin + 8, 0);
    this.#put(begin + 12, Math.floor(time / 2 ** 32));
    this.#put(begin + 16, time % 2 ** 32);
    this.#put(begin + 20, captured);
    this.#put(begin + 24, length);
    this.buffer.fill(0, begin + headBytes.pcapng + captured, begin + whole - 4);
    this.#put(begin + whole - 4, whole);
    this.#used += whole;
  }

  #put(at: number, value: number): void {
    const { buffer } = this;
    buffer[at] = value;
    buffer[at + 1] = value >>> 8;
    buffer[at + 2] = value >>> 16;
    buffer[at + 3] = value >>> 24;
  }

  #append(bytes: Uint8Array): void {
    this.buffer.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  #flush(): void {
    for (let from = 0; from < this.#used;)
      from += writeSync(this.#file, this.buffer, from, this.#used - from);
    this.bytes += this.#used;
    this.#used = 0;
  }
}
