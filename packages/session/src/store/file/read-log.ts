/**
 * From the bytes of a log to the session they tell of.
 *
 * A record is written only after the one before is on the disk, so that a crash can tear nothing but the last: what is no record
 * and has no record after it is cut off. What is no record but has one after it is damage, and is never passed over.
 */
import { dirname } from 'node:path';
import type { StoredMessage, StoredSession } from '../session-store.ts';
import { storeDamaged } from '../store-errors.ts';
import { effectOf, firstMarks, type Marks } from '../stored-change.ts';
import {
  decodeHeader,
  entryType,
  HEADER_BYTES,
  type Identity,
  entriesAt,
  readUint64,
  RECORD_FRAME_BYTES,
  RECORD_MAGIC,
  type RecordContent,
  recordHeaderAt,
} from './log-format.ts';

/** A log that could be read. */
export interface ReadLog {
  readonly session: StoredSession;
  readonly key: string;
  readonly salt: Buffer;
  readonly marks: Marks;
  readonly records: number;
  /** The log as far as it is whole. What follows is torn. */
  readonly wholeBytes: number;
}

/** Reads a log; throws `HO_STORE_FAILED` with `file` and the offset if it is damaged. */
export function readLog(file: string, bytes: Buffer): ReadLog {
  const damagedAt = (at: number, why: string): Error =>
    storeDamaged(
      `${file} is damaged at offset ${at}: ${why}. To begin anew without what it holds, move the directory ${dirname(file)} away`,
    );
  const header = decodeHeader(bytes);
  if ('wrong' in header) throw damagedAt(0, header.wrong);
  const { salt } = header;

  let identity: Identity | null = null;
  let marks = firstMarks;
  const outgoing: StoredMessage[] = [];
  let at = HEADER_BYTES;
  let records = 0;
  while (at < bytes.length) {
    const entries = entriesAt(bytes, at, salt);
    if (entries === null || recordHeaderAt(bytes, at, salt)?.number !== records) {
      const next = nextRecord(bytes, at, salt);
      if (next !== null) throw damagedAt(at, `no valid record, but one follows at ${next}`);
      if (entries !== null) throw damagedAt(at, 'a record of another place');
      break;
    }
    const content = decodeEntries(entries);
    if (content === null) throw damagedAt(at, 'the record says nothing that makes sense');
    if (records === 0) {
      if (content.identity === undefined)
        throw damagedAt(at, 'the first record does not say whose log it is');
      ({ identity } = content);
      const { processedSeq, settledSeq } = content;
      marks = { processedSeq, settledSeq, lastSeq: settledSeq };
    }
    const effect = effectOf(marks, content);
    if (effect.kind === 'refused') throw damagedAt(at, effect.why);
    ({ marks } = effect);
    outgoing.push(...effect.fresh);
    records += 1;
    at += entries.length + RECORD_FRAME_BYTES;
  }
  if (identity === null) throw damagedAt(HEADER_BYTES, 'the first record is cut off or damaged');
  const { processedSeq, settledSeq, lastSeq } = marks;
  const { key, epoch, about } = identity;
  return {
    session: {
      about,
      epoch,
      processedSeq,
      settledSeq,
      outgoing: lastSeq === settledSeq ? [] : outgoing.slice(settledSeq - lastSeq),
    },
    key,
    salt,
    marks,
    records,
    wholeBytes: at,
  };
}

/** Where the next record of this log begins after a place where none does. */
function nextRecord(bytes: Buffer, from: number, salt: Buffer): number | null {
  const magic = Buffer.alloc(4);
  magic.writeUInt32BE(RECORD_MAGIC);
  for (let at = bytes.indexOf(magic, from + 1); at !== -1; at = bytes.indexOf(magic, at + 1))
    if (recordHeaderAt(bytes, at, salt) !== null) return at;
  return null;
}

/** What the entries say; `null` when they are not what they should be. */
function decodeEntries(bytes: Buffer): RecordContent | null {
  let identity: Identity | undefined;
  let processedSeq = 0;
  let settledSeq = 0;
  const outgoing: StoredMessage[] = [];
  let at = 0;
  const has = (count: number): boolean => bytes.length - at >= count;
  while (at < bytes.length) {
    const type = bytes[at];
    at += 1;
    switch (type) {
      case entryType.identity: {
        if (!has(4) || !has(4 + bytes.readUInt32BE(at))) return null;
        const end = at + 4 + bytes.readUInt32BE(at);
        const found = decodeIdentity(bytes.toString('utf8', at + 4, end));
        if (found === null) return null;
        identity = found;
        at = end;
        break;
      }
      case entryType.marks:
        if (!has(16)) return null;
        processedSeq = readUint64(bytes, at);
        settledSeq = readUint64(bytes, at + 8);
        at += 16;
        break;
      case entryType.message: {
        if (!has(12) || !has(12 + bytes.readUInt32BE(at + 8))) return null;
        const end = at + 12 + bytes.readUInt32BE(at + 8);
        outgoing.push({ seq: readUint64(bytes, at), payload: bytes.subarray(at + 12, end) });
        at = end;
        break;
      }
      case entryType.end:
        if (!has(8)) return null;
        outgoing.push({ seq: readUint64(bytes, at), payload: null });
        at += 8;
        break;
      default:
        return null;
    }
  }
  return { ...(identity === undefined ? {} : { identity }), processedSeq, settledSeq, outgoing };
}

function decodeIdentity(text: string): Identity | null {
  try {
    const value = JSON.parse(text) as Partial<Identity> | null;
    if (typeof value?.key !== 'string' || !Number.isSafeInteger(value.epoch)) return null;
    if (typeof value.about !== 'object' || value.about === null) return null;
    if (Object.values(value.about).some((part) => typeof part !== 'string')) return null;
    return value as Identity;
  } catch {
    return null;
  }
}
