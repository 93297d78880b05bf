/** Frames for tests: made, cut into pieces, and gathered again. */
import fc from 'fast-check';
import { FrameParser } from '../../src/protocol/frame-parser.ts';

export interface Frame {
  readonly type: number;
  readonly body: Buffer;
}

/** A frame of any type, known or not, put together by hand. */
export function rawFrame({ type, body }: Frame): Buffer {
  return Buffer.concat([Buffer.from([type, body.length >> 16, body.length >> 8, body.length]), body]);
}

/** The bytes in pieces: each piece as long as the next number says, the last takes what is left. */
export function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const length of lengths) {
    pieces.push(bytes.subarray(at, at + length));
    at += length;
    if (at >= bytes.length) break;
  }
  if (at < bytes.length) pieces.push(bytes.subarray(at));
  return pieces;
}

/** What the parser hands on. The bodies are those it handed on, not copies: one that is written over later shows. */
export function parsed(
  pieces: readonly Buffer[],
  parser: FrameParser = new FrameParser(0xff_ff_ff),
): Frame[] {
  const frames: Frame[] = [];
  for (const piece of pieces) {
    parser.push(piece, (type, bytes, start, end) => frames.push({ type, body: bytes.subarray(start, end) }));
  }
  return frames;
}

/** The body of a single frame made by the codec. */
export function bodyOf(frame: Buffer): Buffer {
  return parsed([frame])[0]!.body;
}

/** Any bytes, of this many. */
export function bytesOf(minLength: number, maxLength: number = minLength): fc.Arbitrary<Buffer> {
  return fc.uint8Array({ minLength, maxLength }).map((bytes) => Buffer.from(bytes));
}

export const uint8: fc.Arbitrary<number> = fc.nat(0xff);
export const uint32: fc.Arbitrary<number> = fc.oneof(
  fc.nat(1000),
  fc.nat(0x7f_ff_ff_ff),
  fc.constant(2 ** 32 - 1),
);
export const sequence: fc.Arbitrary<number> = fc.oneof(fc.nat(1000), fc.maxSafeNat());
