/** A log that begins with a session as it is now. */
import type { StoredMessage } from '../session-store.ts';
import type { Marks } from '../stored-change.ts';
import { encodeHeader, encodeRecord, type Identity, messageBytes } from './log-format.ts';

/** Where a log ends, and what is in it that counts. */
export interface LogEnd {
  readonly salt: Uint8Array;
  readonly marks: Marks;
  readonly bytes: number;
  readonly records: number;
  /** Bytes of each message that is not settled, in order. The log that has it keeps it up to date. */
  readonly liveBytes: number[];
}

/** The bytes of such a log, and its end. */
export function snapshot(
  salt: Uint8Array,
  identity: Identity,
  marks: Marks,
  outgoing: readonly StoredMessage[],
): { readonly parts: readonly Buffer[]; readonly end: LogEnd } {
  const { processedSeq, settledSeq } = marks;
  const parts = [
    encodeHeader(salt),
    encodeRecord(salt, 0, { identity, processedSeq, settledSeq, outgoing }),
  ] as const;
  const bytes = parts[0].length + parts[1].length;
  return { parts, end: { salt, marks, bytes, records: 1, liveBytes: outgoing.map(messageBytes) } };
}
