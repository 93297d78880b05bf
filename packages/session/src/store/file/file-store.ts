/**
 * Session state in files, for a client or server that goes on with its sessions after a restart.
 *
 *     DIRECTORY/sessions/HASH-OF-KEY/ID-EPOCH.log      see session-directory.ts and log-format.ts
 *     DIRECTORY/new/ID/                                a session in the making: appears in `sessions` by rename
 */
import { createHash, randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { KeyQueue, type WaitingAppend } from '../key-queue.ts';
import type { Claim, SessionStore, StoreChange, StoredAbout, StoredSession } from '../session-store.ts';
import {
  asStoreError,
  checkEpoch,
  checkKey,
  checkTtl,
  refreshOf,
  fenced,
  fencedBy,
  sessionMissing,
  storeDamaged,
  storeFailed,
} from '../store-errors.ts';
import { firstMarks } from '../stored-change.ts';
import { claimSession, readSession } from './claim.ts';
import { isErrno, makeDirectory, shared, syncDirectory, writeNewFile } from './durable.ts';
import { SALT_BYTES } from './log-format.ts';
import { OpenFiles } from './open-files.ts';
import { removeSession, removeUnused } from './remove.ts';
import { deleteRemoved, fileName, standing } from './session-directory.ts';
import { type LogOptions, SessionLog } from './session-log.ts';
import { snapshot } from './snapshot.ts';

/** A session in the making that is older than this was left behind by a crash. */
const STALE_MS = 3_600_000;
const MAX_ATTEMPTS = 100;

/** Where sessions are stored, and how. */
export interface FileStoreOptions {
  /**
   * Made if it is not there, for this user only: the keys of sessions are secrets. Must lie in a local file system; processes on
   * one machine may share it.
   */
  readonly directory: string;
  /**
   * Whether an append waits until it is on the disk (fdatasync), so that it survives a power cut or a crash of the kernel. Without,
   * it survives the death of the process alone. Default true.
   */
  readonly sync?: boolean;
  /** How many logs may be open at a time. Default 256. */
  readonly openFiles?: number;
  /**
   * A session that nobody has written to for so long is removed. Looked for when the store is first used, and when sessions are
   * created. Default: never.
   */
  readonly ttlMs?: number;
  /** A log that is longer, and mostly settled, is written anew. Default 1 MiB. */
  readonly compactBytes?: number;
}

/** A store in files, crash-safe, shared by the processes of one machine. */
export function fileStore(options: FileStoreOptions): SessionStore {
  return new FileStore(options);
}

class FileStore implements SessionStore {
  readonly refreshMs: number | undefined;
  readonly #sessions: string;
  readonly #making: string;
  readonly #sync: boolean;
  readonly #ttlMs: number | null;
  readonly #files: OpenFiles;
  readonly #logOptions: LogOptions;
  /** The logs of the sessions that this object created or claimed. */
  readonly #logs = new Map<string, SessionLog>();
  readonly #queue: KeyQueue;
  readonly #syncSessions: () => Promise<void>;
  #ready: Promise<void> | null = null;
  #sweeping: Promise<void> = Promise.resolve();
  #sweepAtMs = 0;
  #closed = false;

  constructor({
    directory,
    sync = true,
    openFiles = 256,
    ttlMs,
    compactBytes = 1024 * 1024,
  }: FileStoreOptions) {
    checkTtl(ttlMs);
    this.refreshMs = refreshOf(ttlMs);
    this.#ttlMs = ttlMs ?? null;
    this.#sessions = join(resolve(directory), 'sessions');
    this.#making = join(resolve(directory), 'new');
    this.#sync = sync;
    this.#files = new OpenFiles(openFiles);
    this.#logOptions = { files: this.#files, sync, compactBytes, newSalt: () => randomBytes(SALT_BYTES) };
    this.#queue = new KeyQueue((key, epoch, appends) => this.#commit(key, epoch, appends));
    this.#syncSessions = shared(() => syncDirectory(this.#sessions));
  }

  create(key: string, epoch: number, about: StoredAbout): Promise<void> {
    const copy = { ...about };
    return this.#do(key, epoch, 'create', () => this.#create(key, epoch, copy));
  }

  claim(key: string, epoch: number): Promise<Claim> {
    return this.#do(key, epoch, 'claim', async () => {
      const salt = this.#logOptions.newSalt();
      const directory = this.#directoryOf(key);
      const claim = await claimSession({ directory, key, epoch, sync: this.#sync, salt });
      if (claim.kind !== 'claimed') return claim;
      await this.#letGo(key);
      this.#logs.set(key, new SessionLog(claim.place, claim.end, this.#logOptions));
      return { kind: 'claimed', session: claim.session };
    });
  }

  read(key: string): Promise<StoredSession | null> {
    return this.#do(key, 0, 'read', () => readSession(this.#directoryOf(key), key));
  }

  async append(key: string, epoch: number, change: StoreChange): Promise<void> {
    this.#check(key, epoch);
    await this.#queue.append(key, epoch, change);
  }

  remove(key: string, epoch: number): Promise<void> {
    return this.#do(key, epoch, 'remove', () => this.#remove(key, epoch));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue.idle();
    await this.#sweeping;
    await this.#files.closeAll();
    this.#logs.clear();
  }

  /** Runs something for a key in its turn. */
  async #do<T>(key: string, epoch: number, what: string, task: () => Promise<T>): Promise<T> {
    this.#check(key, epoch);
    return this.#queue.alone(key, async () => {
      try {
        this.#ready ??= this.#prepare();
        await this.#ready;
        if (what === 'create') this.#sweep();
        return await task();
      } catch (error) {
        throw asStoreError(`can't ${what} session ${JSON.stringify(key)}`, error);
      }
    });
  }

  async #commit(key: string, epoch: number, appends: readonly WaitingAppend[]): Promise<void> {
    const log = this.#logs.get(key);
    if (log?.place.epoch === epoch) return log.commit(appends);
    const refusal = await this.#whyNot(key, epoch).catch((error: unknown) =>
      asStoreError(`can't append to session ${JSON.stringify(key)}`, error),
    );
    for (const { reject } of appends) reject(refusal);
  }

  /** Why this store does not append for that epoch. */
  async #whyNot(key: string, epoch: number): Promise<Error> {
    const { id, highest } = await standing(this.#directoryOf(key));
    if (id === null) return sessionMissing(key);
    if (highest > epoch) return fencedBy(key, epoch, highest);
    if (highest < epoch) return storeDamaged(`epoch ${epoch} never claimed session ${JSON.stringify(key)}`);
    return fenced(
      `session ${JSON.stringify(key)} was claimed through another store: claim it with a higher epoch than ${epoch}`,
    );
  }

  async #create(key: string, epoch: number, about: StoredAbout): Promise<void> {
    const id = randomBytes(8).toString('hex');
    const salt = this.#logOptions.newSalt();
    const directory = this.#directoryOf(key);
    const making = join(this.#making, id);
    const { parts, end } = snapshot(salt, { key, epoch, about }, firstMarks, []);
    try {
      await makeDirectory(making, false);
      await writeNewFile(join(making, fileName(id, epoch, 'log')), parts, this.#sync);
      if (this.#sync) await syncDirectory(making);
      await this.#putInPlace(making, directory, key);
    } catch (error) {
      await rm(making, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
    if (this.#sync) await this.#syncSessions();
    await this.#letGo(key);
    this.#logs.set(key, new SessionLog({ directory, id, key, epoch }, end, this.#logOptions));
  }

  /** Renames the directory; fails if a session is there, and not if only remains of a removed one are. */
  async #putInPlace(making: string, directory: string, key: string): Promise<void> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      try {
        await rename(making, directory);
        return;
      } catch (error) {
        if (!isErrno(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) throw error;
      }
      const seen = await standing(directory);
      if (seen.id !== null) throw fenced(`there is a session ${JSON.stringify(key)} already`);
      await deleteRemoved(directory, seen, this.#sync);
    }
    throw storeFailed(`${directory} is in the way, and can't be deleted`);
  }

  async #remove(key: string, epoch: number): Promise<void> {
    if (await removeSession(this.#directoryOf(key), epoch, this.#sync)) await this.#letGo(key);
  }

  async #letGo(key: string): Promise<void> {
    const log = this.#logs.get(key);
    if (log === undefined) return;
    this.#logs.delete(key);
    await this.#files.forget(log.path);
  }

  /** Removes what nobody uses any more, in the background and not too often. */
  #sweep(): void {
    const now = Date.now();
    if (this.#ttlMs === null || now < this.#sweepAtMs) return;
    this.#sweepAtMs = now + this.#ttlMs / 4;
    this.#sweeping = removeUnused(this.#sessions, now - this.#ttlMs, this.#sync).catch(() => undefined);
  }

  /** Makes the directories, and deletes what crashes left in the making. */
  async #prepare(): Promise<void> {
    try {
      await makeDirectory(this.#sessions, this.#sync);
      await makeDirectory(this.#making, this.#sync);
      for (const name of await readdir(this.#making)) {
        const path = join(this.#making, name);
        const made = await stat(path).catch(() => null);
        if (made !== null && Date.now() - made.mtimeMs > STALE_MS)
          await rm(path, { recursive: true, force: true });
      }
      this.#sweep();
    } catch (error) {
      this.#ready = null;
      throw error;
    }
  }

  #directoryOf(key: string): string {
    return join(this.#sessions, createHash('sha256').update(key).digest('hex'));
  }

  #check(key: string, epoch: number): void {
    if (this.#closed) throw storeDamaged('the store is closed');
    checkKey(key);
    checkEpoch(epoch);
  }
}
