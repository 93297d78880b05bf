/**
 * A client's session: it connects, and connects again, until the session is over.
 *
 *                      ┌──────────── wait ◀── may get better ──┐
 *                      ▼                                       │
 *     connecting ── attempt: dial, handshake ── failed ────────┤
 *                      │ open                                  └── can't get better ──▶ lost
 *                      ▼
 *                    open ── connection ended ──▶ offline ── wait, attempt …
 */
import { deferred } from '../deferred.ts';
import type { Journal } from '../conversation/journal.ts';
import { dial } from '../dial/dial.ts';
import { classify } from '../errors/classify.ts';
import { ConnectionError, isConnectionError } from '../errors/connection-error.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import { SessionLostError } from '../errors/session-lost-error.ts';
import { type SessionKey, sessionId } from '../identity/keys.ts';
import { wireTerms } from '../link/wire-terms.ts';
import { Wire } from '../link/wire.ts';
import { MAX_CREDENTIALS_BYTES } from '../protocol/handshake-frames.ts';
import { SessionCore } from '../session/session-core.ts';
import type { StoredSession } from '../store/session-store.ts';
import type { Timer } from '../time/clock.ts';
import { Backoff } from './backoff.ts';
import { gaveUp, handshakeTimeout, noCredentials, overMeanwhile } from './client-errors.ts';
import { introduce } from './handshake.ts';
import type { ClientSettings, ServerAddress } from './options.ts';

/** What a client's session is begun with. */
export interface ClientParts {
  readonly key: SessionKey;
  readonly journal: Journal | null;
  /** The session goes on from this. */
  readonly restored: StoredSession | null;
  /** Every connection's epoch is higher than this. */
  readonly epoch: number;
}

/** How one connection, or the attempt at it, ended. */
interface Ended {
  readonly error: ConnectionError;
  /** How long it was open; `null` if it never was. */
  readonly openMs: number | null;
}

/** A session that both sides have ended is over after so long, whether or not the server confirms. */
const CONFIRM_MS = 10_000;

/** A server that asks to be left alone for longer is not believed. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** What another connection can't mend, once the session exists. */
const fatal: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'HO_VERSION',
  'HO_NOT_AUTHENTIC',
  'HO_UNKNOWN_SESSION',
  'HO_STATE_GAP',
  'HO_FENCED',
  'HO_PEER_ABORTED',
  'HO_MESSAGE_TOO_LARGE',
]);

export class ClientSession {
  readonly core: SessionCore;
  /** Settles when the session is open for the first time, or never will be. */
  readonly established: Promise<void>;
  readonly #settings: ClientSettings;
  readonly #key: SessionKey;
  readonly #backoff: Backoff;
  readonly #stop: AbortController = new AbortController();
  #epoch: number;
  /** Whether the server knows the session. */
  #exists: boolean;
  #hasOpened = false;
  readonly #isRestored: boolean;
  #attempt = 0;
  #serverIndex = 0;
  #retryAfterMs: number | null = null;
  #lastError: ConnectionError | null = null;
  #patience: Timer | null = null;

  constructor(settings: ClientSettings, parts: ClientParts) {
    this.#settings = settings;
    this.#key = parts.key;
    this.#epoch = parts.epoch;
    this.#isRestored = parts.restored !== null;
    this.#exists = parts.restored !== null && hasStakes(parts.restored);
    this.#backoff = new Backoff(settings.backoff, settings.random);
    this.core = new SessionCore({
      id: sessionId(parts.key.publicKey),
      side: 'client',
      clock: settings.clock,
      loopWatch: settings.loopWatch,
      limits: settings.limits,
      journal: parts.journal,
      restored: parts.restored,
      onEvent: settings.onEvent,
    });
    this.established = new Promise((resolve, reject) => {
      this.core.onState = (state, error) => {
        if (state === 'open') this.#hasOpened = true;
        if (state === 'closed' && error !== null) reject(this.#whyNot(error));
        else if (state === 'open' || state === 'closed') resolve();
      };
    });
    this.established.catch(() => undefined);
    this.core.onGoAway = (retryAfterMs) => {
      this.#obeyServer(retryAfterMs);
    };
    // The server says so when it is done, too. If it can't, nothing is uncertain here.
    this.core.onDone = () => settings.clock.after(CONFIRM_MS, () => this.core.finish(), false);
    this.core.onOver = () => this.#over();
    this.#obey(settings.signal);
    if (settings.establishMs > 0) this.#bePatient(settings.establishMs);
    void this.#run();
  }

  async #run(): Promise<void> {
    while (!this.core.isOver) {
      const { servers } = this.#settings;
      const server = servers[this.#serverIndex % servers.length]!;
      const { error, openMs } = await this.#once(server);
      if (this.core.isOver) return;
      this.#lastError = error;
      if (error.retryAfterMs !== null) this.#obeyServer(error.retryAfterMs);
      if (this.#isComplete(error)) {
        this.core.finish();
        return;
      }
      const hopeless = this.#isHopeless(error);
      const waitMs = hopeless ? null : this.#waitMs(openMs);
      if (openMs === null) {
        this.core.emit({
          type: 'attempt-failed',
          id: this.core.id,
          side: 'client',
          ...server,
          attempt: this.#attempt,
          error,
          retryInMs: waitMs,
        });
      }
      if (waitMs === null) {
        this.core.lose(error);
        return;
      }
      // The server that had the session is tried first: it may have its state in memory only.
      if (openMs === null || error.code === 'HO_GOING_AWAY') this.#serverIndex += 1;
      if (openMs !== null) {
        this.#attempt = 0;
        this.#bePatient(this.#settings.offlineMs);
      }
      await this.#sleep(waitMs);
    }
  }

  /** One attempt to connect, and the connection that comes of it, to its end. */
  async #once(server: ServerAddress): Promise<Ended> {
    const { clock } = this.#settings;
    this.#attempt += 1;
    this.core.count.attempts += 1;
    this.core.emit({ type: 'attempt', id: this.core.id, side: 'client', ...server, attempt: this.#attempt });
    try {
      const wire = await this.#open(server);
      const openedAt = clock.now();
      const error = await wire.ended;
      return { error, openMs: clock.now() - openedAt };
    } catch (error) {
      return {
        error: isConnectionError(error) ? error : classify(error, { phase: 'connect' }),
        openMs: null,
      };
    }
  }

  /** Dials and shakes hands, within one deadline. */
  async #open(server: ServerAddress): Promise<Wire> {
    const { clock, connectMs, tls, loopWatch, secret, limits, heartbeat } = this.#settings;
    const begun = clock.now();
    const leftMs = (): number => Math.max(1, connectMs - (clock.now() - begun));
    const { signal } = this.#stop;
    const credentials = await this.#credentialsInTime(connectMs);
    const socket = await dial({ ...server, ...(tls !== null && { tls }), deadlineMs: leftMs(), signal });
    const wire = new Wire(socket, { clock, loopWatch });
    const late = (): void => wire.kill(handshakeTimeout(connectMs));
    const deadline = clock.after(leftMs(), late, this.core.keepsAlive);
    // A session that is over has no use for what the handshake may still come to.
    const stop = (): void => wire.kill(overMeanwhile());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const opened = new Promise<void>((resolve) => {
      this.#epoch += 1;
      const { conversation } = this.core;
      const introduction = {
        key: this.#key,
        secret,
        credentials,
        resume: this.#exists,
        epoch: this.#epoch,
        terms: conversation.terms(heartbeat.heartbeatMs),
      };
      introduce(wire, introduction, (welcome) => {
        if (!conversation.canResumeFrom(welcome.receivedSeq)) {
          wire.farewell('state-gap', 'the server remembers what was never sent, or forgot what it had', 0);
          return;
        }
        this.#exists = true;
        this.#patience?.cancel();
        this.core.adopt(wire, welcome, wireTerms(heartbeat, limits, welcome.heartbeatMs));
        resolve();
      });
    });
    try {
      const failure = await Promise.race([opened, wire.ended]);
      if (failure instanceof Error) throw failure;
      return wire;
    } finally {
      deadline.cancel();
      signal.removeEventListener('abort', stop);
    }
  }

  async #credentialsInTime(ms: number): Promise<Buffer> {
    const late = deferred<never>();
    const { signal } = this.#stop;
    const stop = (): void => late.reject(overMeanwhile());
    const timer = this.#settings.clock.after(ms, () => late.reject(noCredentials(ms)), this.core.keepsAlive);
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await Promise.race([this.#credentials(), late.promise]);
    } finally {
      timer.cancel();
      signal.removeEventListener('abort', stop);
    }
  }

  async #credentials(): Promise<Buffer> {
    const credentials = await this.#settings.credentials();
    if (credentials.length <= MAX_CREDENTIALS_BYTES) return credentials;
    throw new ConnectionError(
      `credentials of ${credentials.length} bytes; at most ${MAX_CREDENTIALS_BYTES}`,
      {
        code: 'HO_NOT_AUTHENTIC',
        phase: 'handshake',
        endedBy: 'local',
        retryable: false,
        delivered: 'no',
      },
    );
  }

  /** Whether nothing remains to be done: the server has said so, or can't contradict. */
  #isComplete(error: ConnectionError): boolean {
    const { conversation } = this.core;
    const saidDone = error.code === 'HO_EOF' && !error.retryable;
    // An earlier process has acknowledged the server's end, which no store remembers.
    const peerEnded = conversation.inbound.isEnded || this.#isRestored;
    if (saidDone && conversation.outbound.isEnded && peerEnded) {
      conversation.outbound.settleAll();
      return true;
    }
    return conversation.isDone && fatal.has(error.code);
  }

  /** What never was, and has nothing at stake, is not lost. */
  #whyNot(error: ConnectionError): ConnectionError {
    if (this.#hasOpened || !(error instanceof SessionLostError) || error.uncertain.length > 0) return error;
    return isConnectionError(error.original) ? error.original : error;
  }

  #isHopeless(error: ConnectionError): boolean {
    if (!this.#hasOpened && this.#settings.establishMs === 0) return true;
    if (!this.#exists) return !error.retryable;
    if (fatal.has(error.code)) return true;
    // What stands in for the server for a while may not speak the protocol; the server itself must.
    return error.code === 'HO_EOF'
      ? !error.retryable
      : error.code === 'HO_PROTOCOL' && error.phase === 'open';
  }

  /** Comes back when the server asks for it, within reason. */
  #obeyServer(retryAfterMs: number): void {
    this.#retryAfterMs = Math.min(retryAfterMs, MAX_RETRY_AFTER_MS);
  }

  #waitMs(openMs: number | null): number {
    if (openMs !== null && openMs >= this.#settings.minUptimeMs) this.#backoff.reset();
    const waitMs = this.#backoff.nextMs(this.#retryAfterMs);
    this.#retryAfterMs = null;
    return Math.max(waitMs, this.#settings.retryBudget.takeMs());
  }

  /** Gives up if there is no connection within `ms`. */
  #bePatient(ms: number): void {
    this.#patience?.cancel();
    if (ms === Number.POSITIVE_INFINITY) return;
    this.#patience = this.#settings.clock.after(ms, () => this.core.lose(gaveUp(ms, this.#lastError)), false);
  }

  async #sleep(ms: number): Promise<void> {
    const { clock } = this.#settings;
    const { signal } = this.#stop;
    if (signal.aborted) return;
    const over = deferred();
    const until = clock.now() + ms;
    const wait = (): Timer => clock.after(until - clock.now(), () => over.resolve(), this.core.keepsAlive);
    let timer = wait();
    this.core.onKeepAlive = () => {
      timer.cancel();
      timer = wait();
    };
    const stop = (): void => over.resolve();
    signal.addEventListener('abort', stop, { once: true });
    await over.promise;
    this.core.onKeepAlive = () => undefined;
    signal.removeEventListener('abort', stop);
    timer.cancel();
  }

  #obey(signal: AbortSignal | null): void {
    if (signal === null) return;
    const abort = (): void =>
      this.core.abort(
        new ConnectionError(
          'the session was aborted by its signal',
          { code: 'HO_ABORTED', phase: 'closing', endedBy: 'local', retryable: false },
          signal.reason,
        ),
      );
    if (signal.aborted) {
      // Not before the caller can see the session's end.
      queueMicrotask(abort);
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    const release = (): void => signal.removeEventListener('abort', abort);
    this.core.closed.promise.then(release, release);
  }

  #over(): void {
    this.#patience?.cancel();
    this.#stop.abort();
    const { failure } = this.core;
    // What an earlier process has left is not forgotten because this one did not get through.
    const forget = failure === null || (failure.code === 'HO_ABORTED' && this.#hasOpened);
    void this.core.journal?.close(forget ? 'forget' : 'keep');
  }
}

/** Without any message, the process may have ended before the server knew the session: it may begin anew. */
function hasStakes({ settledSeq, processedSeq, outgoing }: StoredSession): boolean {
  return settledSeq > 0 || processedSeq > 0 || outgoing.length > 0;
}
