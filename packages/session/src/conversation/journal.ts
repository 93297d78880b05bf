/**
 * Writes a session's changes to its store, in order, as many together as have gathered while the last write ran.
 *
 *     idle ── change ──▶ writing ── stored, nothing new ──▶ idle
 *                          │  └── stored, more has come ──▶ writing
 *                          └── failed ──▶ failed, for good
 */
import { type ConnectionError, isConnectionError, storeFailure } from '../errors/connection-error.ts';
import type { Claim, SessionStore, StoredMessage } from '../store/session-store.ts';
import type { Clock, Timer } from '../time/clock.ts';
import { type Deferred, deferred } from '../deferred.ts';

/** Who is told what has been stored. */
export interface JournalListener {
  /** Messages of this side up to `seq` will survive. */
  sentStored(seq: number): void;
  /** That messages of the other side up to `seq` are processed will be remembered. */
  processedStored(seq: number): void;
  failed(error: ConnectionError): void;
}

/** That messages are acknowledged need not be stored at once: losing it repeats nothing. */
const SETTLED_DELAY_MS = 50;

export class Journal {
  readonly key: string;
  readonly #store: SessionStore;
  readonly #clock: Clock;
  #epoch: number;
  #listener: JournalListener | null = null;
  #outgoing: StoredMessage[] = [];
  #processedSeq: number | null = null;
  #settledSeq: number | null = null;
  #settledTimer: Timer | null = null;
  #refreshTimer: Timer | null = null;
  #refreshDue = false;
  #isDue = false;
  #isClosing = false;
  #busy = false;
  #held = 0;
  #over = false;
  #idle: Deferred<void> | null = null;

  constructor(store: SessionStore, key: string, epoch: number, clock: Clock) {
    this.#store = store;
    this.key = key;
    this.#epoch = epoch;
    this.#clock = clock;
    this.#keepFresh();
  }

  /** The epoch under which this side writes. */
  get epoch(): number {
    return this.#epoch;
  }

  listen(listener: JournalListener): void {
    this.#listener = listener;
  }

  sent(message: StoredMessage): void {
    this.#outgoing.push(message);
    this.#goSoon();
  }

  processed(seq: number): void {
    this.#processedSeq = seq;
    this.#goSoon();
  }

  settled(seq: number): void {
    this.#settledSeq = seq;
    this.#settledTimer ??= this.#clock.after(SETTLED_DELAY_MS, () => this.#go(), false);
  }

  /**
   * Takes the session over under another epoch, while nothing is being written. Changes wait meanwhile. If somebody else has had the
   * session since this journal last wrote, what waits here is of an older state: it is never written, under the new epoch least of all.
   */
  async takeOver(epoch: number): Promise<Claim> {
    this.#held += 1;
    try {
      await this.#whenIdle();
      const claim = await this.#store.claim(this.key, epoch);
      if (claim.kind === 'claimed' && claim.session.epoch === this.#epoch) this.#epoch = epoch;
      else this.abandon();
      return claim;
    } finally {
      this.#held -= 1;
      this.#go();
    }
  }

  /** Writes nothing more, and leaves the session as the store has it. */
  abandon(): void {
    this.#over = true;
    this.#isClosing = true;
    this.#settledTimer?.cancel();
    this.#refreshTimer?.cancel();
  }

  /** Writes what has gathered, then forgets the session, or leaves it as it is for who comes next. */
  async close(end: 'forget' | 'keep'): Promise<void> {
    if (this.#over) return;
    this.#isClosing = true;
    this.#settledTimer?.cancel();
    this.#settledTimer = null;
    this.#refreshTimer?.cancel();
    if (end === 'keep') {
      this.#go();
      while (this.#busy) await this.#whenIdle();
      this.#over = true;
      return;
    }
    this.#over = true;
    await this.#whenIdle();
    await this.#store.remove(this.key, this.#epoch).catch(() => undefined);
  }

  async #whenIdle(): Promise<void> {
    if (!this.#busy) return;
    this.#idle ??= deferred();
    await this.#idle.promise;
  }

  /** What one turn of the program changes, as an answer and that its question is processed, is stored together or not at all. */
  #goSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#go();
    });
  }

  #go(): void {
    if (this.#busy || this.#held > 0 || this.#over) return;
    const changed = this.#outgoing.length > 0 || this.#processedSeq !== null || this.#settledSeq !== null;
    if (changed || this.#refreshDue) void this.#write();
  }

  /** Writes to an idle session before its store forgets it. */
  #keepFresh(): void {
    const { refreshMs } = this.#store;
    if (refreshMs === undefined || this.#isClosing) return;
    this.#refreshTimer?.cancel();
    this.#refreshTimer = this.#clock.after(
      refreshMs,
      () => {
        this.#refreshDue = true;
        this.#go();
      },
      false,
    );
  }

  async #write(): Promise<void> {
    this.#busy = true;
    this.#settledTimer?.cancel();
    this.#settledTimer = null;
    const outgoing = this.#outgoing;
    const processedSeq = this.#processedSeq;
    const settledSeq = this.#settledSeq;
    this.#outgoing = [];
    this.#processedSeq = null;
    this.#settledSeq = null;
    this.#refreshDue = false;
    this.#keepFresh();
    let failure: unknown = null;
    try {
      await this.#store.append(this.key, this.#epoch, {
        ...(outgoing.length > 0 && { outgoing }),
        ...(processedSeq !== null && { processedSeq }),
        ...(settledSeq !== null && { settledSeq }),
      });
    } catch (error) {
      failure = error ?? new Error('the store gave no reason');
    }
    this.#busy = false;
    this.#idle?.resolve();
    this.#idle = null;
    if (this.#over) return;
    if (failure !== null) {
      this.#over = true;
      this.#refreshTimer?.cancel();
      this.#listener?.failed(isConnectionError(failure) ? failure : storeFailure(failure));
      return;
    }
    const last = outgoing.at(-1);
    if (last !== undefined) this.#listener?.sentStored(last.seq);
    if (processedSeq !== null) this.#listener?.processedStored(processedSeq);
    this.#go();
  }
}
