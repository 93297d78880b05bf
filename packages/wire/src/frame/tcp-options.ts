/**
 * TCP options: kinds and lengths of RFC 9293 section 3.2, window scale and timestamps of RFC 7323, SACK of RFC 2018, Fast
 * Open cookies of RFC 7413. Others are stepped over.
 */
import { readU16, readU32 } from '../bytes.ts';
import type { Seq } from '../sequence.ts';

/** Length of the TCP header without options, in bytes (RFC 9293 section 3.1). */
export const tcpFixedBytes: number = 20;

/** Option kinds by name. */
export const TcpOptionKind = {
  end: 0,
  nop: 1,
  mss: 2,
  windowScale: 3,
  sackPermitted: 4,
  sack: 5,
  timestamps: 8,
  fastOpen: 34,
} as const;

const optionHeaderBytes = 2;
const sackBlockBytes = 8;
const mostSackBlocks = 4;

/** Whole lengths, with kind and length byte, of the options whose length is fixed. */
const wholeBytes = { mss: 4, windowScale: 3, sackPermitted: 2, timestamps: 10 } as const;

/** What is wrong with the options of a segment. Those before the trouble are decoded. */
export type TcpOptionProblem =
  /** A length that is below 2, wrong for its kind, or beyond the end of the header. */
  | 'bad-option-length'
  /** The capture ends within the options. */
  | 'truncated-options';

/** The options of one segment. One object serves many segments; read only to callers. */
export class TcpOptions {
  /** Maximum segment size in bytes; -1: not there. */
  mss: number = -1;
  /** Window shift as it stands in the option; -1: not there. */
  windowScale: number = -1;
  sackPermitted: boolean = false;
  /** How many blocks a SACK option holds. */
  sackBlocks: number = 0;
  hasTimestamps: boolean = false;
  /** TSval; compare with the functions for sequence numbers. */
  timestampValue: Seq = 0 as Seq;
  /** TSecr. */
  timestampEcho: Seq = 0 as Seq;
  /** Length of the Fast Open cookie in bytes, 0: a cookie is asked for; -1: not there. */
  fastOpenCookieLength: number = -1;
  problem: TcpOptionProblem | null = null;

  #data: Uint8Array = new Uint8Array(0);
  #sackOffset = 0;

  /** First sequence number of SACK block `index`. Throws RangeError when there is no such block. */
  sackLeft(index: number): Seq {
    return this.#sackEdge(index, 0);
  }

  /** The sequence number after the last one of SACK block `index`. Throws RangeError when there is no such block. */
  sackRight(index: number): Seq {
    return this.#sackEdge(index, 4);
  }

  /** Forgets all options. */
  clear(): void {
    this.mss = -1;
    this.windowScale = -1;
    this.sackPermitted = false;
    this.sackBlocks = 0;
    this.hasTimestamps = false;
    this.timestampValue = 0 as Seq;
    this.timestampEcho = 0 as Seq;
    this.fastOpenCookieLength = -1;
    this.problem = null;
  }

  /** Reads the options that lie from `from` to `headerEnd`, of which no byte at or beyond `captureEnd` is there. */
  decode(data: Uint8Array, from: number, headerEnd: number, captureEnd: number): void {
    this.clear();
    this.#data = data;
    const end = Math.min(headerEnd, captureEnd);
    let at = from;
    while (at < end) {
      const kind = data[at]!;
      if (kind === TcpOptionKind.end) return;
      if (kind === TcpOptionKind.nop) {
        at += 1;
        continue;
      }
      const length = at + 1 < end ? data[at + 1]! : optionHeaderBytes;
      if (length < optionHeaderBytes || at + length > headerEnd) {
        this.problem = 'bad-option-length';
        return;
      }
      if (at + length > end) break;
      this.#read(kind, at, length);
      at += length;
    }
    if (captureEnd < headerEnd) this.problem = 'truncated-options';
  }

  #read(kind: number, at: number, length: number): void {
    const value = at + optionHeaderBytes;
    switch (kind) {
      case TcpOptionKind.mss:
        if (this.#expect(length, wholeBytes.mss)) this.mss = readU16(this.#data, value);
        return;
      case TcpOptionKind.windowScale:
        if (this.#expect(length, wholeBytes.windowScale)) this.windowScale = this.#data[value]!;
        return;
      case TcpOptionKind.sackPermitted:
        if (this.#expect(length, wholeBytes.sackPermitted)) this.sackPermitted = true;
        return;
      case TcpOptionKind.sack:
        this.#readSack(value, length - optionHeaderBytes);
        return;
      case TcpOptionKind.timestamps:
        if (!this.#expect(length, wholeBytes.timestamps)) return;
        this.hasTimestamps = true;
        this.timestampValue = readU32(this.#data, value) as Seq;
        this.timestampEcho = readU32(this.#data, value + 4) as Seq;
        return;
      case TcpOptionKind.fastOpen:
        this.fastOpenCookieLength = length - optionHeaderBytes;
        return;
      default:
    }
  }

  #readSack(at: number, length: number): void {
    const blocks = length / sackBlockBytes;
    if (!Number.isInteger(blocks) || blocks < 1 || blocks > mostSackBlocks) {
      this.problem = 'bad-option-length';
      return;
    }
    this.sackBlocks = blocks;
    this.#sackOffset = at;
  }

  #expect(length: number, wanted: number): boolean {
    if (length !== wanted) this.problem = 'bad-option-length';
    return length === wanted;
  }

  #sackEdge(index: number, edge: number): Seq {
    if (!(index >= 0 && index < this.sackBlocks)) throw new RangeError(`no SACK block ${index}`);
    return readU32(this.#data, this.#sackOffset + index * sackBlockBytes + edge) as Seq;
  }
}
