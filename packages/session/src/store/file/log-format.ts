/**
 * The bytes of a session's log.
 *
 *     log      header, record, record, …
 *     header   "halfopen" version:u32 salt:8 bytes crc:u32
 *     record   magic:u32 length:u32 number:u32 crc:u32, then `length` bytes of entries and their crc:u32
 *     entry    1 identity   length:u32, JSON {key, epoch, about}
 *              2 marks      processed:u64 settled:u64
 *              3 message    seq:u64 length:u32 bytes
 *              4 end        seq:u64
 *
 * All numbers big-endian. The first record holds the whole session as it was when the log was begun; each other one what was
 * written at once. The first CRC of a record covers the log's salt, the record's length and number, the second the salt and the
 * entries: a payload that looks like a record is none, and neither is a record in another's place.
 */
import type { StoredAbout, StoredMessage } from '../session-store.ts';
import { crc32 } from './crc32.ts';

const MAGIC = Buffer.from('halfopen');
const VERSION = 1;
const SALT_AT = 12;

export const SALT_BYTES = 8;
export const HEADER_BYTES = 24;

export const RECORD_MAGIC = 0x9e48_4f52;
export const RECORD_HEADER_BYTES = 16;
const CRC_BYTES = 4;
/** No record is larger. */
export const MAX_RECORD_BYTES: number = 1024 * 1024 * 1024;

/** The first byte of each entry. */
export const entryType = { identity: 1, marks: 2, message: 3, end: 4 } as const;

const MARKS_BYTES = 17;
const MESSAGE_HEADER_BYTES = 13;
const END_BYTES = 9;

/** Who a log belongs to. */
export interface Identity {
  readonly key: string;
  readonly epoch: number;
  readonly about: StoredAbout;
}

/** What a record says. */
export interface RecordContent {
  readonly identity?: Identity;
  readonly processedSeq: number;
  readonly settledSeq: number;
  readonly outgoing: readonly StoredMessage[];
}

/** The begin of a log. */
export function encodeHeader(salt: Uint8Array): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUInt32BE(VERSION, MAGIC.length);
  bytes.set(salt, SALT_AT);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, HEADER_BYTES - 4)), HEADER_BYTES - 4);
  return bytes;
}

/** The salt of a log; a sentence where the header is not one. */
export function decodeHeader(bytes: Buffer): { readonly salt: Buffer } | { readonly wrong: string } {
  if (bytes.length < HEADER_BYTES) return { wrong: 'the header is cut off' };
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return { wrong: 'this is no log of a session' };
  if (bytes.readUInt32BE(HEADER_BYTES - 4) !== crc32(bytes.subarray(0, HEADER_BYTES - 4)))
    return { wrong: 'the header is damaged' };
  const version = bytes.readUInt32BE(MAGIC.length);
  if (version !== VERSION) return { wrong: `version ${version} is not known here` };
  return { salt: bytes.subarray(SALT_AT, SALT_AT + SALT_BYTES) };
}

/** One record, the `number`th of its log. */
export function encodeRecord(salt: Uint8Array, number: number, content: RecordContent): Buffer {
  const identity = content.identity === undefined ? null : Buffer.from(JSON.stringify(content.identity));
  let length = MARKS_BYTES + (identity === null ? 0 : 5 + identity.length);
  for (const { payload } of content.outgoing)
    length += payload === null ? END_BYTES : MESSAGE_HEADER_BYTES + payload.length;
  const bytes = Buffer.allocUnsafe(RECORD_HEADER_BYTES + length + CRC_BYTES);
  let at = RECORD_HEADER_BYTES;
  if (identity !== null) {
    bytes[at] = entryType.identity;
    bytes.writeUInt32BE(identity.length, at + 1);
    identity.copy(bytes, at + 5);
    at += 5 + identity.length;
  }
  bytes[at] = entryType.marks;
  writeUint64(bytes, content.processedSeq, at + 1);
  writeUint64(bytes, content.settledSeq, at + 9);
  at += MARKS_BYTES;
  for (const { seq, payload } of content.outgoing) {
    bytes[at] = payload === null ? entryType.end : entryType.message;
    writeUint64(bytes, seq, at + 1);
    at += END_BYTES;
    if (payload === null) continue;
    bytes.writeUInt32BE(payload.length, at);
    bytes.set(payload, at + 4);
    at += 4 + payload.length;
  }
  bytes.writeUInt32BE(RECORD_MAGIC, 0);
  bytes.writeUInt32BE(length, 4);
  bytes.writeUInt32BE(number, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 12), crc32(salt)), 12);
  bytes.writeUInt32BE(crc32(bytes.subarray(RECORD_HEADER_BYTES, at), crc32(salt)), at);
  return bytes;
}

/** Length and number of the record that begins there; `null` where none does. Its entries may be torn. */
export function recordHeaderAt(
  bytes: Buffer,
  at: number,
  salt: Uint8Array,
): { readonly length: number; readonly number: number } | null {
  if (bytes.length - at < RECORD_HEADER_BYTES || bytes.readUInt32BE(at) !== RECORD_MAGIC) return null;
  if (bytes.readUInt32BE(at + 12) !== crc32(bytes.subarray(at + 4, at + 12), crc32(salt))) return null;
  return { length: bytes.readUInt32BE(at + 4), number: bytes.readUInt32BE(at + 8) };
}

/** The entries of a record that is whole; `null` where none is. */
export function entriesAt(bytes: Buffer, at: number, salt: Uint8Array): Buffer | null {
  const header = recordHeaderAt(bytes, at, salt);
  const begin = at + RECORD_HEADER_BYTES;
  if (header === null || header.length > bytes.length - begin - CRC_BYTES) return null;
  const entries = bytes.subarray(begin, begin + header.length);
  return bytes.readUInt32BE(begin + header.length) === crc32(entries, crc32(salt)) ? entries : null;
}

/** How many bytes a record takes beside its entries. */
export const RECORD_FRAME_BYTES: number = RECORD_HEADER_BYTES + CRC_BYTES;

/** How many bytes a message takes in a record. */
export function messageBytes({ payload }: StoredMessage): number {
  return payload === null ? END_BYTES : MESSAGE_HEADER_BYTES + payload.length;
}

function writeUint64(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32BE(Math.floor(value / 0x1_0000_0000), at);
  bytes.writeUInt32BE(value % 0x1_0000_0000, at + 4);
}

/** `NaN` where the number is none that JavaScript can hold. */
export function readUint64(bytes: Buffer, at: number): number {
  const value = bytes.readUInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);
  return Number.isSafeInteger(value) ? value : Number.NaN;
}
