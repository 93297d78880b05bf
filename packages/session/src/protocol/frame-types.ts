/**
 * The frames of the session protocol, version 1. The whole format is described in docs/session-protocol.md.
 *
 *      0        1                          4
 *     +--------+--------------------------+----------------- - -
 *     |  type  |  length of the body      |  body
 *     +--------+--------------------------+----------------- - -
 *       1 byte    3 bytes, big-endian
 */
import { FrameError } from './frame-error.ts';

/** Frame types, as on the wire. */
export const frameType = {
  /** Server, first frame of a connection: versions and a nonce. */
  challenge: 0x01,
  /** Client: who it is, which session, how far it has come. */
  hello: 0x02,
  /** Server: the session is open; how far the server has come. */
  welcome: 0x03,
  /** Either: this connection ends now, and why. */
  bye: 0x04,
  /** A message put on a wire for the first time. */
  data: 0x10,
  /** A message that was on the wire of an earlier connection. */
  dataAgain: 0x11,
  /** The end of this side's messages. It has a sequence number like a message. */
  end: 0x12,
  /** How far messages are processed, and how many bytes beyond that are welcome. */
  ack: 0x20,
  ping: 0x30,
  pong: 0x31,
  /** Server: come back later; what is under way is finished first. */
  goAway: 0x40,
} as const;

/** A frame's type byte. */
export type FrameType = (typeof frameType)[keyof typeof frameType];

/** Version of the protocol that this package speaks. */
export const PROTOCOL_VERSION = 1;

/** `HOPN`: the first bytes of a HELLO, in every version. */
export const HELLO_MAGIC = 0x484f504e;

/** Type and length. */
export const HEADER_BYTES = 4;
/** Header and sequence number of DATA, DATA-AGAIN and END. */
export const DATA_HEADER_BYTES = 12;
/** A body can't be longer than three bytes can say. */
export const MAX_BODY_BYTES = 0xff_ff_ff;
/** The longest message that the format has room for. */
export const MAX_MESSAGE_BYTES: number = MAX_BODY_BYTES - 8;
/** Longest body before the handshake is complete. */
export const MAX_HANDSHAKE_BODY_BYTES = 4096;

const TWO_TO_32 = 2 ** 32;

/** Writes a sequence number or epoch: an integer below 2^53 in 8 bytes, big-endian. */
export function writeUint64(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32BE(Math.floor(value / TWO_TO_32), at);
  bytes.writeUInt32BE(value % TWO_TO_32, at + 4);
}

/** Reads what {@link writeUint64} wrote. Throws {@link FrameError} where it is 2^53 or more: a `NaN` would pass every `seq <= last`. */
export function readUint64(bytes: Buffer, at: number): number {
  const value = bytes.readUInt32BE(at) * TWO_TO_32 + bytes.readUInt32BE(at + 4);
  if (Number.isSafeInteger(value)) return value;
  throw new FrameError('a number of 2^53 or more');
}

/** Writes type and body length. */
export function writeHeader(bytes: Buffer, type: FrameType, bodyBytes: number, at: number): void {
  bytes.writeUInt32BE(type * 0x1_00_00_00 + bodyBytes, at);
}
