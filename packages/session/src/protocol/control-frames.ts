/** The short frames of an open session: made, and read with every length checked. */
import { type ByeReason, byeMeanings, byeReason } from './bye-codes.ts';
import { FrameError } from './frame-parser.ts';
import { HEADER_BYTES, frameType, readUint64, writeHeader, writeUint64 } from './frame-types.ts';

const MAX_TEXT_BYTES = 256;

/** `ACK`: messages up to `settledSeq` are processed; `windowBytes` of frames beyond are welcome. */
export interface Ack {
  readonly settledSeq: number;
  readonly windowBytes: number;
}

/** `BYE`: this connection ends. */
export interface Bye {
  readonly reason: ByeReason;
  /** When to come back, from now; 0 where nothing is asked. */
  readonly retryAfterMs: number;
  readonly text: string;
}

/** `GOAWAY`: finish, then come back. */
export interface GoAway {
  readonly retryAfterMs: number;
}

function body(bytes: Buffer, start: number, end: number, least: number, what: string): Buffer {
  if (end - start < least) throw new FrameError(`${what} of ${end - start} bytes`);
  return bytes.subarray(start, end);
}

export function encodeAck({ settledSeq, windowBytes }: Ack): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + 12);
  writeHeader(frame, frameType.ack, 12, 0);
  writeUint64(frame, settledSeq, HEADER_BYTES);
  frame.writeUInt32BE(windowBytes, HEADER_BYTES + 8);
  return frame;
}

export function decodeAck(bytes: Buffer, start: number, end: number): Ack {
  const ack = body(bytes, start, end, 12, 'an ACK');
  return { settledSeq: readUint64(ack, 0), windowBytes: ack.readUInt32BE(8) };
}

/** PING or PONG; a PONG repeats the nonce of its PING. */
export function encodeHeartbeat(type: typeof frameType.ping | typeof frameType.pong, nonce: number): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + 4);
  writeHeader(frame, type, 4, 0);
  frame.writeUInt32BE(nonce, HEADER_BYTES);
  return frame;
}

export function decodeHeartbeat(bytes: Buffer, start: number, end: number): number {
  return body(bytes, start, end, 4, 'a heartbeat').readUInt32BE(0);
}

/** The text is cut to what the format allows. */
export function encodeBye({ reason, retryAfterMs, text }: Bye): Buffer {
  const words = Buffer.alloc(MAX_TEXT_BYTES);
  // Writes whole characters only.
  const textBytes = new TextEncoder().encodeInto(text, words).written;
  const frame = Buffer.allocUnsafe(HEADER_BYTES + 5 + textBytes);
  writeHeader(frame, frameType.bye, 5 + textBytes, 0);
  frame.writeUInt8(byeMeanings[reason].number, HEADER_BYTES);
  frame.writeUInt32BE(retryAfterMs, HEADER_BYTES + 1);
  words.copy(frame, HEADER_BYTES + 5);
  return frame;
}

export function decodeBye(bytes: Buffer, start: number, end: number): Bye {
  const bye = body(bytes, start, end, 5, 'a BYE');
  return {
    reason: byeReason(bye.readUInt8(0)),
    retryAfterMs: bye.readUInt32BE(1),
    // What a stranger wrote may end up in a terminal: no escapes, no turned writing direction, no line breaks.
    text: bye.toString('utf8', 5, 5 + MAX_TEXT_BYTES).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' '),
  };
}

export function encodeGoAway({ retryAfterMs }: GoAway): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + 4);
  writeHeader(frame, frameType.goAway, 4, 0);
  frame.writeUInt32BE(retryAfterMs, HEADER_BYTES);
  return frame;
}

export function decodeGoAway(bytes: Buffer, start: number, end: number): GoAway {
  return { retryAfterMs: body(bytes, start, end, 4, 'a GOAWAY').readUInt32BE(0) };
}
