/**
 * Who has a session, told by the names in its directory. Nothing is locked: each step is one that the file system does at once,
 * or that whoever comes next can see was not finished.
 *
 *     ID-EPOCH.log     the session as this epoch has it; appears by rename, so it is always whole
 *     ID-EPOCH.claim   this epoch has claimed the session; stands until a higher one has finished its claim
 *     ID-EPOCH.tmp     a log in the making
 *     ID-EPOCH.gone    the session of this epoch and lower ones is removed
 *
 * ID is drawn when the session is created. A directory whose session was removed may come back with another, and a step that was
 * begun in the old one can't do harm in the new one, since no name of it fits.
 *
 * A claim of epoch E, beside a writer of epoch W < E:
 *
 *     claimer:  make E.claim and E.tmp ─▶ look ─▶ read W.log ─▶ E.tmp, rename to E.log ─▶ look ─▶ claimed; W's files are deleted
 *     writer:   write to W.log, sync ─▶ look: nothing above W? ─▶ the append resolves
 *
 * If the writer sees no E.claim, then its write was done before E.claim was made, so before W.log was read: what resolves, the
 * claimer has. If it sees E.claim, the append is refused. Of two claimers at most one resolves: each looks after its E.log is in
 * place, and the lower one finds the higher one's claim there, unless that was made later and then reads the lower one's log.
 */
import { open, readdir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { storeDamaged } from '../store-errors.ts';
import { FILE_MODE, isErrno, syncDirectory } from './durable.ts';

const NAME = /^(?<id>[0-9a-f]{16})-(?<epoch>\d{1,16})\.(?<kind>log|claim|tmp|gone)$/;

export type FileKind = 'log' | 'claim' | 'tmp' | 'gone';

/** One file of a session. */
interface NamedFile {
  readonly name: string;
  readonly id: string;
  readonly epoch: number;
  readonly kind: FileKind;
}

/** What a look at the directory tells of one session. */
export interface Standing {
  /** The session that has a log here that was not removed; `null` when none has. */
  readonly id: string | null;
  /** Epoch of the newest log. */
  readonly logEpoch: number;
  /** The highest epoch that has a log or began to claim: -1 when none. */
  readonly highest: number;
  readonly files: readonly NamedFile[];
}

/** Name of a file of the session `id`. */
export function fileName(id: string, epoch: number, kind: FileKind): string {
  return `${id}-${epoch}.${kind}`;
}

/** Looks who has the session in this directory. No directory is one without files. */
export async function standing(path: string): Promise<Standing> {
  const files = await list(path);
  const logs = files.filter(({ kind }) => kind === 'log');
  const ids = new Set(logs.map(({ id }) => id));
  if (ids.size > 1)
    throw storeDamaged(
      `${path} holds logs of two sessions. To begin anew without what they hold, move this directory away`,
    );
  const id = logs[0]?.id;
  const own = files.filter((file) => file.id === id);
  const logEpoch = highestOf(logs);
  const removed = highestOf(own.filter(({ kind }) => kind === 'gone')) >= logEpoch;
  return {
    id: id === undefined || removed ? null : id,
    logEpoch,
    highest: highestOf(own.filter(({ kind }) => kind === 'log' || kind === 'claim')),
    files,
  };
}

/** Whether this look shows that file. */
export function shows({ files }: Standing, id: string, epoch: number, kind: FileKind): boolean {
  return files.some((file) => file.id === id && file.epoch === epoch && file.kind === kind);
}

/** Makes an empty file; `false` if it exists, or if there is no such directory any more. */
export async function markNew(path: string, id: string, epoch: number, kind: FileKind): Promise<boolean> {
  try {
    const handle = await open(join(path, fileName(id, epoch, kind)), 'wx', FILE_MODE);
    await handle.close();
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST', 'ENOENT')) return false;
    throw error;
  }
}

/** Deletes a file, if it is there. */
export async function deleteFile(path: string, name: string): Promise<void> {
  try {
    await unlink(join(path, name));
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
}

/** Deletes what lower epochs left behind. */
export async function deleteBelow(
  path: string,
  { files }: Standing,
  id: string,
  epoch: number,
): Promise<void> {
  const old = files.filter((file) => file.id === id && file.epoch < epoch);
  await Promise.all(old.map(({ name }) => deleteFile(path, name)));
}

/**
 * Deletes what was seen of a removed session, and the directory if that leaves it empty. What says that it is removed goes
 * last: a crash in between must not bring it back.
 */
export async function deleteRemoved(path: string, { files }: Standing, sync: boolean): Promise<void> {
  const gone = files.filter(({ kind }) => kind === 'gone');
  const rest = files.filter(({ kind }) => kind !== 'gone');
  await Promise.all(rest.map(({ name }) => deleteFile(path, name)));
  if (sync && gone.length > 0 && rest.length > 0) await syncIfThere(path);
  await Promise.all(gone.map(({ name }) => deleteFile(path, name)));
  await removeIfEmpty(path);
}

/** Deletes the directory, if nothing is in it. */
export async function removeIfEmpty(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error;
  }
}

async function syncIfThere(path: string): Promise<void> {
  try {
    await syncDirectory(path);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
}

async function list(path: string): Promise<readonly NamedFile[]> {
  let names: readonly string[];
  try {
    names = await readdir(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return [];
    throw error;
  }
  return names.flatMap((name) => {
    const parts = NAME.exec(name)?.groups;
    if (parts === undefined) return [];
    return [{ name, id: parts['id']!, epoch: Number(parts['epoch']), kind: parts['kind'] as FileKind }];
  });
}

function highestOf(files: readonly NamedFile[]): number {
  return files.reduce((highest, { epoch }) => Math.max(highest, epoch), -1);
}
