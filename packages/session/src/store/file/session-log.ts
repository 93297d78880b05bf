/**
 * The log that one epoch of one session is written to.
 *
 *     changes ─▶ one record ─▶ write ─▶ fdatasync ─▶ still ours? ─▶ resolve
 *                                │           │
 *                                │           └ failed ─▶ cut off, refuse; rewrite the log before the next record
 *                                └ failed ─▶ cut off what was written, refuse
 *
 * After a failed fdatasync nobody knows what the disk has, and the next one would say that all is well. So such a log is written
 * anew, from what was durable, before anything is added.
 */
import { type FileHandle, readFile, rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { WaitingAppend } from '../key-queue.ts';
import type { StoredMessage } from '../session-store.ts';
import { asStoreError, fencedBy, sessionMissing, storeDamaged } from '../store-errors.ts';
import { effectOf, type Marks, sameMarks } from '../stored-change.ts';
import { deleteFile, fileName, standing } from './session-directory.ts';
import { isErrno, syncDirectory, writeAll, writeNewFile } from './durable.ts';
import { encodeRecord, MAX_RECORD_BYTES, messageBytes } from './log-format.ts';
import type { OpenFiles } from './open-files.ts';
import { readLog } from './read-log.ts';
import { type LogEnd, snapshot } from './snapshot.ts';

/** What a log needs of its store. */
export interface LogOptions {
  readonly files: Pick<OpenFiles, 'use' | 'forget'>;
  readonly sync: boolean;
  readonly compactBytes: number;
  readonly newSalt: () => Uint8Array;
}

/** Whose log it is, and where. */
export interface LogPlace {
  readonly directory: string;
  readonly id: string;
  readonly key: string;
  readonly epoch: number;
}

export class SessionLog {
  readonly place: LogPlace;
  readonly path: string;
  readonly #options: LogOptions;
  #end: LogEnd;
  #failed = false;
  #compactAtBytes: number;

  constructor(place: LogPlace, end: LogEnd, options: LogOptions) {
    this.place = place;
    this.path = join(place.directory, fileName(place.id, place.epoch, 'log'));
    this.#options = options;
    this.#end = end;
    this.#compactAtBytes = Math.max(options.compactBytes, 2 * end.bytes);
  }

  /** Carries out changes in one write, and settles each. */
  async commit(appends: readonly WaitingAppend[]): Promise<void> {
    let { marks } = this.#end;
    const fresh: StoredMessage[] = [];
    const accepted: WaitingAppend[] = [];
    const refused: (() => void)[] = [];
    for (const append of appends) {
      const effect = effectOf(marks, append.change);
      if (effect.kind === 'refused') {
        refused.push(() => append.reject(storeDamaged(effect.why)));
        continue;
      }
      ({ marks } = effect);
      fresh.push(...effect.fresh);
      accepted.push(append);
    }
    try {
      // Whoever is fenced must hear of that rather than of anything else.
      if (refused.length > 0) await this.#checkStillOurs();
      if (this.#failed) await this.#rewrite();
      await this.#write(marks, fresh);
    } catch (error) {
      const refusal = await this.#reasonOf(error);
      for (const { reject } of appends) reject(refusal);
      return;
    }
    for (const { resolve } of accepted) resolve();
    for (const refuse of refused) refuse();
    if (this.#end.bytes >= this.#compactAtBytes) await this.#compact();
  }

  /** Makes the log shorter where most of it is settled. */
  async #compact(): Promise<void> {
    const live = this.#end.liveBytes.reduce((sum, bytes) => sum + bytes, 0);
    try {
      if (live * 2 < this.#end.bytes) await this.#rewrite();
    } catch {
      // No room for it, perhaps; the log is good as it is, only long.
    }
    this.#compactAtBytes = Math.max(this.#options.compactBytes, 2 * this.#end.bytes);
  }

  async #write(marks: Marks, fresh: readonly StoredMessage[]): Promise<void> {
    const before = this.#end;
    if (sameMarks(marks, before.marks)) {
      await utimes(this.path, new Date(), new Date());
      return this.#checkStillOurs();
    }
    const { processedSeq, settledSeq } = marks;
    const needed = fresh.reduce((sum, message) => sum + messageBytes(message), 0);
    if (needed > MAX_RECORD_BYTES / 2) throw storeDamaged(`${needed} bytes are too much for one append`);
    const record = encodeRecord(before.salt, before.records, { processedSeq, settledSeq, outgoing: fresh });
    await this.#options.files.use(this.path, async (handle) => {
      try {
        await writeAll(handle, record, before.bytes);
        if (this.#options.sync) await this.#sync(handle);
        await this.#checkStillOurs();
      } catch (error) {
        await cutOff(handle, before.bytes);
        throw error;
      }
    });
    const { salt, bytes, records, liveBytes } = before;
    for (const message of fresh) liveBytes.push(messageBytes(message));
    liveBytes.splice(0, liveBytes.length - (marks.lastSeq - settledSeq));
    this.#end = { salt, marks, bytes: bytes + record.length, records: records + 1, liveBytes };
  }

  async #sync(handle: FileHandle): Promise<void> {
    try {
      await handle.datasync();
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  /** The old log's live part as a new file under the same name. */
  async #rewrite(): Promise<void> {
    const { directory, id, key, epoch } = this.place;
    const { marks, bytes } = this.#end;
    const old = readLog(this.path, (await readFile(this.path)).subarray(0, bytes));
    if (!sameMarks(old.marks, marks))
      throw storeDamaged(
        `${this.path} has been changed: its last message is ${old.marks.lastSeq}, not ${marks.lastSeq}`,
      );
    const identity = { key, epoch, about: old.session.about };
    const { parts, end } = snapshot(this.#options.newSalt(), identity, marks, old.session.outgoing);
    const name = fileName(id, epoch, 'tmp');
    await deleteFile(directory, name);
    try {
      await writeNewFile(join(directory, name), parts, this.#options.sync);
      // Seen after the file was made: so it was made in this session's directory, not in that of one that came after.
      await this.#checkStillOurs();
      await rename(join(directory, name), this.path);
    } catch (error) {
      await deleteFile(directory, name);
      throw error;
    }
    this.#end = end;
    this.#failed = true;
    await this.#options.files.forget(this.path);
    if (this.#options.sync) await syncDirectory(directory);
    this.#failed = false;
  }

  /** A log that is not there may have been deleted by a higher epoch: that says more. */
  async #reasonOf(error: unknown): Promise<Error> {
    try {
      if (isErrno(error, 'ENOENT')) await this.#checkStillOurs();
    } catch (better) {
      return asStoreError(`can't look into ${this.place.directory}`, better);
    }
    return asStoreError(`${this.path} could not be written`, error);
  }

  async #checkStillOurs(): Promise<void> {
    const { directory, id, key, epoch } = this.place;
    const seen = await standing(directory);
    if (seen.id !== id) throw sessionMissing(key);
    if (seen.highest > epoch) throw fencedBy(key, epoch, seen.highest);
  }
}

/** Takes back what a failed write may have left. */
async function cutOff(handle: FileHandle, bytes: number): Promise<void> {
  try {
    await handle.truncate(bytes);
  } catch {
    // The next record is written over it; and if there is none, it is a torn end.
  }
}
