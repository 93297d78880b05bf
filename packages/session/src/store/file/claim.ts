/** Taking a session over from whatever epoch has it, as session-directory.ts describes. */
import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredSession } from '../session-store.ts';
import { storeDamaged, storeFailed } from '../store-errors.ts';
import { FILE_MODE, isErrno, syncDirectory, writeAll } from './durable.ts';
import { type ReadLog, readLog } from './read-log.ts';
import {
  deleteBelow,
  deleteFile,
  deleteRemoved,
  fileName,
  markNew,
  removeIfEmpty,
  shows,
  type Standing,
  standing,
} from './session-directory.ts';
import type { LogPlace } from './session-log.ts';
import { type LogEnd, snapshot } from './snapshot.ts';

/** Others may go on and on with a session; whoever comes last wins. This many beginnings without an end mean something else. */
const MAX_ATTEMPTS = 100;

/** Where and as whom to claim. */
export interface ClaimRequest {
  readonly directory: string;
  readonly key: string;
  readonly epoch: number;
  readonly sync: boolean;
  readonly salt: Uint8Array;
}

/** A claim's result, with the log that was begun. */
export type FileClaim =
  | {
      readonly kind: 'claimed';
      readonly session: StoredSession;
      readonly place: LogPlace;
      readonly end: LogEnd;
    }
  | { readonly kind: 'held'; readonly epoch: number }
  | { readonly kind: 'unknown' };

/** Claims a session. */
export async function claimSession(request: ClaimRequest): Promise<FileClaim> {
  const { directory, epoch } = request;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { id, highest } = await standing(directory);
    if (id === null) return { kind: 'unknown' };
    if (highest >= epoch) return { kind: 'held', epoch: highest };
    const result = await attemptClaim(request, id);
    if (result !== null) return result;
  }
  throw storeFailed(`${directory} changes faster than epoch ${epoch} can claim it`);
}

/** Reads the newest log of a session, by itself; `null` if there is none. The epoch is the highest that began to claim it. */
export async function readSession(directory: string, key: string): Promise<StoredSession | null> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const seen = await standing(directory);
    if (seen.id === null) return null;
    const log = await newestLog(directory, seen, key);
    if (log !== null) return { ...log.session, epoch: seen.highest };
  }
  throw storeFailed(`${directory} changes faster than it can be read`);
}

/** `null` when the session's directory is another than it was, or not there: begin again. */
async function attemptClaim(request: ClaimRequest, id: string): Promise<FileClaim | null> {
  const { directory, epoch } = request;
  if (!(await markNew(directory, id, epoch, 'claim'))) return null;
  const withdraw = async (result: FileClaim | null): Promise<FileClaim | null> => {
    await deleteFile(directory, fileName(id, epoch, 'tmp'));
    await deleteFile(directory, fileName(id, epoch, 'claim'));
    await removeIfEmpty(directory);
    return result;
  };
  let handle: FileHandle;
  try {
    handle = await open(join(directory, fileName(id, epoch, 'tmp')), 'wx', FILE_MODE);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EEXIST')) return withdraw(null);
    throw error;
  }
  try {
    const found = await newestClaimedLog(request, id);
    if ('kind' in found) return await withdraw(found);
    return (await takeOver(request, id, found, handle)) ?? (await withdraw(null));
  } catch (error) {
    // The claim stands: an older writer may have seen it.
    await deleteFile(directory, fileName(id, epoch, 'tmp')).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}

/** The log to take over, read after the claim was marked; or why there is nothing to take over. */
async function newestClaimedLog(
  { directory, key, epoch, sync }: ClaimRequest,
  id: string,
): Promise<ReadLog | FileClaim> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const seen = await standing(directory);
    if (seen.id !== id) {
      if (seen.id === null) await deleteRemoved(directory, seen, sync);
      return { kind: 'unknown' };
    }
    if (seen.highest > epoch) return { kind: 'held', epoch: seen.highest };
    const log = await newestLog(directory, seen, key);
    if (log !== null) return log;
  }
  throw storeFailed(`${directory} changes faster than it can be read`);
}

/** Puts the log of the new epoch in its place; `null` if the directory is not the one that was claimed in any more. */
async function takeOver(
  { directory, key, epoch, sync, salt }: ClaimRequest,
  id: string,
  log: ReadLog,
  handle: FileHandle,
): Promise<FileClaim | null> {
  const { session, marks } = log;
  const { parts, end } = snapshot(salt, { key, epoch, about: session.about }, marks, session.outgoing);
  await writeAll(handle, Buffer.concat(parts), 0);
  if (sync) await handle.datasync();
  try {
    await rename(join(directory, fileName(id, epoch, 'tmp')), join(directory, fileName(id, epoch, 'log')));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
  const seen = await standing(directory);
  if (seen.id !== id || !shows(seen, id, epoch, 'claim')) return null;
  if (seen.highest > epoch) return { kind: 'held', epoch: seen.highest };
  if (sync) await syncDirectory(directory);
  await deleteBelow(directory, seen, id, epoch);
  return {
    kind: 'claimed',
    session,
    place: { directory, id, key, epoch },
    end,
  };
}

/** The newest log that was seen; `null` if it has been deleted since. */
async function newestLog(
  directory: string,
  { id, logEpoch }: Standing,
  key: string,
): Promise<ReadLog | null> {
  const path = join(directory, fileName(id!, logEpoch, 'log'));
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
  const log = readLog(path, bytes);
  if (log.key !== key) throw storeDamaged(`${path} is the log of another key`);
  return log;
}
