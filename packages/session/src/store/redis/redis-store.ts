/**
 * Session state in Redis, for servers that outgrow one machine: a client goes on at another server.
 *
 * Needs no client library of its own, but a function that sends a command through yours. One command is under way for each
 * session; appends that wait meanwhile go together in the next.
 */
import { randomBytes } from 'node:crypto';
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
import { type Clock, systemClock } from '../../time/clock.ts';
import { listOf, sessionFrom, wordOf } from './reply.ts';
import { appendScript, claimScript, createScript, readScript, removeScript, type Script } from './scripts.ts';

/**
 * Sends one command, its name first, and resolves with the reply. Bulk strings must come as Buffers. Commands must be carried out
 * at most once each, or, if the client sends them again after a failure, with the same arguments.
 */
export type RedisCommand = (args: readonly (string | Buffer)[]) => Promise<unknown>;

/** How to reach Redis, and what to do there. */
export interface RedisStoreOptions {
  readonly command: RedisCommand;
  /** Stands before each key. Default `halfopen:`. */
  readonly prefix?: string;
  /** A session that nobody writes to for so long is forgotten by Redis. Default: never. */
  readonly ttlMs?: number;
  /** A command that is not answered for so long has failed. Default 10 000. */
  readonly timeoutMs?: number;
  /** Default: the process's own time. */
  readonly clock?: Clock;
}

/** A store in Redis 4 or newer, or what speaks like it. The connection stays yours: `close()` leaves it alone. */
export function redisStore(options: RedisStoreOptions): SessionStore {
  return new RedisStore(options);
}

class RedisStore implements SessionStore {
  readonly refreshMs: number | undefined;
  readonly #command: RedisCommand;
  readonly #prefix: string;
  readonly #ttl: string;
  readonly #timeoutMs: number;
  readonly #clock: Clock;
  readonly #queue: KeyQueue;
  #closed = false;

  constructor({
    command,
    prefix = 'halfopen:',
    ttlMs,
    timeoutMs = 10_000,
    clock = systemClock,
  }: RedisStoreOptions) {
    checkTtl(ttlMs);
    this.refreshMs = refreshOf(ttlMs);
    this.#command = command;
    this.#prefix = prefix;
    this.#ttl = String(ttlMs ?? 0);
    this.#timeoutMs = timeoutMs;
    this.#clock = clock;
    this.#queue = new KeyQueue((key, epoch, appends) => this.#commit(key, epoch, appends));
  }

  create(key: string, epoch: number, about: StoredAbout): Promise<void> {
    const json = JSON.stringify(about);
    return this.#do(key, epoch, async () => {
      const reply = await this.#run(createScript, key, [String(epoch), newName(), json]);
      if (wordOf(reply) !== 'created') throw fenced(`there is a session ${JSON.stringify(key)} already`);
    });
  }

  claim(key: string, epoch: number): Promise<Claim> {
    return this.#do(key, epoch, async (): Promise<Claim> => {
      const [word, found] = listOf(await this.#run(claimScript, key, [String(epoch), newName()]));
      switch (wordOf(word)) {
        case 'unknown':
          return { kind: 'unknown' };
        case 'held':
          return { kind: 'held', epoch: Number(wordOf(found)) };
        case 'claimed': {
          const { before, ...session } = sessionFrom(key, found);
          return { kind: 'claimed', session: { ...session, epoch: before } };
        }
        default:
          throw notUnderstood(word);
      }
    });
  }

  read(key: string): Promise<StoredSession | null> {
    return this.#do(key, 0, async () => {
      const [word, found] = listOf(await this.#run(readScript, key, []));
      if (wordOf(word) === 'unknown') return null;
      const { before: _, ...session } = sessionFrom(key, found);
      return session;
    });
  }

  async append(key: string, epoch: number, change: StoreChange): Promise<void> {
    this.#check(key, epoch);
    await this.#queue.append(key, epoch, change);
  }

  async remove(key: string, epoch: number): Promise<void> {
    await this.#do(key, epoch, () => this.#run(removeScript, key, [String(epoch)]));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue.idle();
  }

  async #do<T>(key: string, epoch: number, task: () => Promise<T>): Promise<T> {
    this.#check(key, epoch);
    return this.#queue.alone(key, task);
  }

  async #commit(key: string, epoch: number, appends: readonly WaitingAppend[]): Promise<void> {
    const together = merged(appends.map(({ change }) => change));
    if (together !== null) {
      const refusal = await this.#append(key, epoch, together);
      if (refusal === null) {
        for (const { resolve } of appends) resolve();
        return;
      }
      if (refusal.kind === 'all' || appends.length === 1) {
        for (const { reject } of appends) reject(refusal.error);
        return;
      }
    }
    // One of them is at fault: each by itself.
    for (const { change, resolve, reject } of appends) {
      const refusal = await this.#append(key, epoch, change);
      if (refusal === null) resolve();
      else reject(refusal.error);
    }
  }

  /** Sends one change; `null` when it is stored. `change` stands for a fault of this change, `all` for one of the session's or Redis'. */
  async #append(
    key: string,
    epoch: number,
    change: StoreChange,
  ): Promise<{ readonly kind: 'change' | 'all'; readonly error: Error } | null> {
    const fault = faultOf(change);
    if (fault !== null) {
      // Whoever is fenced must hear of that rather than of anything else.
      const refusal = await this.#append(key, epoch, {});
      return refusal ?? { kind: 'change', error: storeDamaged(fault) };
    }
    const { outgoing = [], processedSeq = 0, settledSeq = 0 } = change;
    const first = outgoing[0]?.seq ?? 1;
    try {
      const [word, found] = listOf(
        await this.#run(appendScript, key, [
          String(epoch),
          String(processedSeq),
          String(settledSeq),
          String(first),
          outgoing.map(({ payload }) => (payload === null ? 'e' : 'd')).join(''),
          ...outgoing.map(({ payload }) => bufferOf(payload)),
        ]),
      );
      switch (wordOf(word)) {
        case 'stored':
          return null;
        case 'unknown':
          return { kind: 'all', error: sessionMissing(key) };
        case 'epoch':
          return { kind: 'all', error: wrongEpoch(key, epoch, Number(wordOf(found))) };
        case 'gap': {
          const error = storeDamaged(
            `Redis has messages up to ${wordOf(found)}: what was to be stored does not follow`,
          );
          return { kind: 'change', error };
        }
        default:
          return { kind: 'all', error: notUnderstood(word) };
      }
    } catch (error) {
      return { kind: 'all', error: asStoreError('Redis', error) };
    }
  }

  async #run(script: Script, key: string, args: readonly (string | Buffer)[]): Promise<unknown> {
    const rest = ['1', `${this.#prefix}${key}`, this.#ttl, ...args] as const;
    try {
      return await this.#send(['EVALSHA', script.sha1, ...rest]);
    } catch (error) {
      const unknownScript = error instanceof Error && error.message.includes('NOSCRIPT');
      if (!unknownScript) throw asStoreError('Redis', error);
    }
    try {
      return await this.#send(['EVAL', script.text, ...rest]);
    } catch (error) {
      throw asStoreError('Redis', error);
    }
  }

  /** Sends a command. If no answer comes, it may still be carried out later: all of them may be, and may be repeated. */
  #send(args: readonly (string | Buffer)[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(this.#timeoutMs, () => {
        reject(storeFailed(`Redis did not answer within ${this.#timeoutMs} ms`));
      });
      Promise.resolve()
        .then(() => this.#command(args))
        .then(resolve, reject)
        .finally(() => timer.cancel());
    });
  }

  #check(key: string, epoch: number): void {
    if (this.#closed) throw storeDamaged('the store is closed');
    checkKey(key);
    checkEpoch(epoch);
  }
}

/** Names a call, so that Redis knows it when a client sends it again. */
function newName(): string {
  return randomBytes(12).toString('base64');
}

/** What is wrong with a change whatever is stored; `null` if nothing. */
function faultOf({ outgoing = [], processedSeq = 0, settledSeq = 0 }: StoreChange): string | null {
  const first = outgoing[0]?.seq ?? 1;
  const notSeq = [processedSeq, settledSeq, first].find((seq) => !Number.isSafeInteger(seq) || seq < 0);
  if (notSeq !== undefined || first === 0) return `${notSeq ?? 0} is no sequence number`;
  const stray = outgoing.find(({ seq }, index) => seq !== first + index);
  return stray === undefined ? null : `message ${stray.seq} does not follow the one before it`;
}

/** Several changes as one; `null` if one is wrong, or if their messages don't follow one another. */
function merged(changes: readonly StoreChange[]): StoreChange | null {
  if (changes.some((change) => faultOf(change) !== null)) return null;
  const together = {
    outgoing: changes.flatMap((change) => change.outgoing ?? []),
    processedSeq: Math.max(...changes.map((change) => change.processedSeq ?? 0)),
    settledSeq: Math.max(...changes.map((change) => change.settledSeq ?? 0)),
  };
  return faultOf(together) === null ? together : null;
}

function wrongEpoch(key: string, epoch: number, has: number): Error {
  if (has > epoch) return fencedBy(key, epoch, has);
  return storeDamaged(
    `Redis knows session ${JSON.stringify(key)} with epoch ${has}, not ${epoch}: nobody claimed it, or Redis has lost the claim`,
  );
}

function notUnderstood(word: unknown): Error {
  return storeFailed(`Redis answered what was not asked: ${String(word)}`);
}

function bufferOf(payload: Uint8Array | null): Buffer {
  if (payload === null) return Buffer.alloc(0);
  return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
}
