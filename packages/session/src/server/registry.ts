/**
 * The sessions of a server, and which of them a client that has just proven itself goes on with.
 *
 *     in memory? ── yes ──▶ the store agrees that nobody else had it? ── yes ──▶ go on
 *         │ no                                  │ no: memory is old, forget it
 *         ▼                                     ▼
 *     in the store? ── yes ──▶ restore it, go on
 *         │ no
 *         ▼
 *     was it over for good a moment ago? ── yes ──▶ BYE done, or why
 *         │ no
 *         ▼
 *     does the client begin anew? ── yes ──▶ make it      ── no ──▶ BYE unknown-session
 */
import { ConnectionError, isConnectionError, storeFailure } from '../errors/connection-error.ts';
import { sessionId } from '../identity/keys.ts';
import { isThenable } from '../session/message-reader.ts';
import type { Wire } from '../link/wire.ts';
import type { ByeReason } from '../protocol/bye-codes.ts';
import type { StoredSession } from '../store/session-store.ts';
import type { Guest } from './handshake.ts';
import type { ServerSettings } from './options.ts';
import { PerAddress, addressGroup } from './per-address.ts';
import { ServerSession } from './server-session.ts';
import { Tombstones } from './tombstones.ts';

/** Why a client is not let in. */
export interface Refusal {
  readonly reason: ByeReason;
  readonly text: string;
  /** What is reported on this side, where that is more than the client should know. */
  readonly error?: ConnectionError;
}

/** However short sessions wait for their clients: a claim that is under way must not outlast the memory that it came too late. */
const LEAST_TOMBSTONE_MS = 60_000;

export class Registry {
  readonly #settings: ServerSettings;
  readonly #sessions = new Map<string, ServerSession>();
  readonly #tombstones: Tombstones;
  readonly #perGroup: PerAddress = new PerAddress();
  /** Sessions that the store is being asked to make room for. */
  #beginning = 0;
  /** What is being decided about a session: the next connection waits for it. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(settings: ServerSettings) {
    this.#settings = settings;
    this.#tombstones = new Tombstones(settings.clock, Math.max(settings.offlineMs, LEAST_TOMBSTONE_MS));
  }

  get sessions(): IterableIterator<ServerSession> {
    return this.#sessions.values();
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Lets a client in, or says why not. One connection of a session after another. */
  async admit(wire: Wire, guest: Guest, identity: string | null): Promise<Refusal | null> {
    const id = sessionId(guest.hello.publicKey);
    const before = this.#turns.get(id);
    const turn = (async () => {
      // What went wrong with an earlier connection is no matter to this one.
      await before?.catch(() => undefined);
      return this.#decide(id, wire, guest, identity);
    })();
    this.#turns.set(id, turn);
    try {
      return await turn;
    } catch (error) {
      const failure = isConnectionError(error) ? error : storeFailure(error);
      return failure.code === 'HO_FENCED'
        ? fencedRefusal
        : { reason: 'unavailable', text: '', error: failure };
    } finally {
      if (this.#turns.get(id) === turn) this.#turns.delete(id);
    }
  }

  async #decide(id: string, wire: Wire, guest: Guest, identity: string | null): Promise<Refusal | null> {
    const { hello } = guest;
    const known = this.#sessions.get(id);
    if (known !== undefined) {
      if (known.identity !== identity) return notAuthentic;
      if (hello.epoch <= known.epoch) return fencedRefusal;
      if (!known.core.isOver && known.core.journal === null) return this.#goOn(known, wire, guest, true);
    }
    const over = this.#tombstones.reasonFor(id);
    if (over !== null) return { reason: over, text: '' };
    const before = known?.core.journal?.epoch;
    const stored = await this.#claim(id, hello.epoch, known);
    const overMeanwhile = this.#tombstones.reasonFor(id);
    if (overMeanwhile !== null) {
      // It was forgotten under its old epoch, which the claim has outrun.
      await this.#settings.store?.remove(id, hello.epoch);
      return { reason: overMeanwhile, text: '' };
    }
    if (known !== undefined && !known.core.isOver) {
      const isNewest = stored !== null && stored !== 'held' && stored.epoch === before;
      if (isNewest) return this.#goOn(known, wire, guest, true);
      known.core.lose(movedAway());
    }
    if (stored === 'held') return fencedRefusal;
    if (stored !== null) {
      if ((stored.about['identity'] ?? null) !== identity) return notAuthentic;
      return this.#begin({ id, epoch: hello.epoch, identity, restored: stored }, wire, guest);
    }
    if (hello.resume) return { reason: 'unknown-session', text: '' };
    if (hello.receivedSeq !== 0) return stateGap;
    return this.#beginAnew(id, wire, guest, identity);
  }

  /** A session that nobody knows yet, if there is room. Its place is taken before the store is asked. */
  async #beginAnew(id: string, wire: Wire, guest: Guest, identity: string | null): Promise<Refusal | null> {
    const { serverLimits, store } = this.#settings;
    const group = addressGroup(wire.socket.remoteAddress);
    if (this.#sessions.size + this.#beginning >= serverLimits.sessions) {
      return { reason: 'limit', text: 'too many sessions' };
    }
    if (this.#perGroup.count(group) >= serverLimits.sessionsPerAddress) {
      return { reason: 'limit', text: 'too many sessions from this address' };
    }
    if (wire.isOver) return goneMeanwhile;
    const { epoch, publicKey } = guest.hello;
    this.#beginning += 1;
    this.#perGroup.add(group);
    try {
      const about = { publicKey: publicKey.toString('hex'), ...(identity !== null && { identity }) };
      await store?.create(id, epoch, about);
      if (!wire.isOver) return this.#begin({ id, epoch, identity, restored: null }, wire, guest);
      await store?.remove(id, epoch);
      return goneMeanwhile;
    } finally {
      this.#beginning -= 1;
      this.#perGroup.remove(group);
    }
  }

  /** The session as the store has it, taken over under a new epoch: also for the session in memory, if there is one. */
  async #claim(
    id: string,
    epoch: number,
    known: ServerSession | undefined,
  ): Promise<StoredSession | 'held' | null> {
    const { store } = this.#settings;
    if (store === null) return null;
    const journal = known?.core.isOver === false ? known.core.journal : null;
    const claim = await (journal === null ? store.claim(id, epoch) : journal.takeOver(epoch));
    switch (claim.kind) {
      case 'claimed':
        return claim.session;
      case 'held':
        return 'held';
      case 'unknown':
        return null;
    }
  }

  #begin(
    parts: {
      readonly id: string;
      readonly epoch: number;
      readonly identity: string | null;
      readonly restored: StoredSession | null;
    },
    wire: Wire,
    guest: Guest,
  ): Refusal | null {
    const { id } = parts;
    // Nobody to begin it with: whoever it was, or this server, has gone while the store was asked.
    if (wire.isOver) return goneMeanwhile;
    const made = new ServerSession(this.#settings, parts);
    if (!made.core.conversation.canResumeFrom(guest.hello.receivedSeq)) {
      made.core.lose(gap());
      return stateGap;
    }
    const group = addressGroup(wire.socket.remoteAddress);
    this.#sessions.set(id, made);
    this.#perGroup.add(group);
    made.onOver = (forGood) => {
      this.#perGroup.remove(group);
      if (this.#sessions.get(id) !== made) return;
      this.#sessions.delete(id);
      if (forGood !== null) this.#tombstones.add(id, forGood);
    };
    // The program may send before the session is open.
    made.core.conversation.limitTo(guest.hello.maxMessageBytes);
    this.#present(made);
    return this.#goOn(made, wire, guest, parts.restored !== null);
  }

  #goOn(known: ServerSession, wire: Wire, guest: Guest, resumed: boolean): Refusal | null {
    // The program may have aborted it as soon as it saw it.
    if (known.core.isOver) return { reason: 'aborted', text: '' };
    if (!known.core.conversation.canResumeFrom(guest.hello.receivedSeq)) {
      known.core.lose(gap());
      return stateGap;
    }
    if (wire.isOver) {
      known.epoch = guest.hello.epoch;
      known.core.expectConnection();
      return null;
    }
    return known.adopt(wire, guest, resumed) ? null : { reason: 'aborted', text: '' };
  }

  /** Hands a session to the program; what it returns ends the session. */
  #present({ session, core }: ServerSession): void {
    let result: unknown;
    try {
      result = this.#settings.onSession(session);
    } catch (error) {
      result = Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
    if (!isThenable(result)) return;
    Promise.resolve(result).then(
      () => session.end().catch(() => undefined),
      // What went wrong here is no client's business.
      (error: unknown) => core.abort(handlerFailed(error), 'its handler failed'),
    );
  }
}

const goneMeanwhile: Refusal = { reason: 'going-away', text: '' };
const fencedRefusal: Refusal = { reason: 'fenced', text: 'a newer connection has the session' };
const notAuthentic: Refusal = { reason: 'not-authentic', text: 'the session was begun by somebody else' };
const stateGap: Refusal = {
  reason: 'state-gap',
  text: 'the client remembers what was never sent, or forgot what it had',
};

function handlerFailed(error: unknown): ConnectionError {
  return new ConnectionError(
    `the session's handler failed: ${String(error)}`,
    { code: 'HO_ABORTED', phase: 'closing', endedBy: 'local', retryable: false },
    error,
  );
}

function movedAway(): ConnectionError {
  return new ConnectionError('the session has gone on at another server', {
    code: 'HO_FENCED',
    phase: 'open',
    endedBy: 'peer',
    retryable: false,
  });
}

function gap(): ConnectionError {
  return new ConnectionError('the client remembers the session differently', {
    code: 'HO_STATE_GAP',
    phase: 'handshake',
    endedBy: 'peer',
    retryable: false,
  });
}
