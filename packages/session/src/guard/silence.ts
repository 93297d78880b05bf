/**
 * Whether a peer that is expected to speak still does, judged by received bytes only.
 *
 *     last byte        probeAfterMs                      killAfterMs
 *        |------------------|--------------------------------|
 *        0               probe()                            dead
 *
 * Nobody is told of each packet; the count of bytes is looked at now and then. Time in which this process could not run
 * (see time/loop-watch.ts), or did not read, does not count.
 */

/** When silence is too long. */
export interface SilencePolicy {
  /** Calls {@link probe} after so much silence. Default: half of `killAfterMs`. */
  readonly probeAfterMs?: number;
  /** Asks the peer for a sign of life, for instance by a Redis PING. */
  readonly probe?: () => void;
  /** Kills after so much silence. */
  readonly killAfterMs: number;
}

/** What a look saw. */
export interface Sight {
  /** Monotonic milliseconds less those in which this process could not run. */
  readonly usableNow: number;
  readonly bytesRead: number;
  /** Whether this process reads what comes. */
  readonly isReading: boolean;
  /** How long ago the last data came, where the kernel could be asked and no time was lost since the last look. */
  readonly lastDataMs: number | null;
}

/** What silence asks for. */
export type SilenceStep = 'wait' | 'probe' | 'dead';

/** Without word from the kernel when the last byte came, looking so often keeps the verdict within an eighth of its time. */
const LOOKS = 8;

/** The silence of one peer. */
export class Silence {
  readonly #probeAfterMs: number;
  readonly #killAfterMs: number;
  readonly #exact: boolean;
  #heardAt: number;
  #lookedAt: number;
  #bytesRead: number;
  #asked = false;

  /** `exact`: sights come with `lastDataMs`. */
  constructor(policy: SilencePolicy, exact: boolean, usableNow: number, bytesRead: number) {
    this.#killAfterMs = policy.killAfterMs;
    this.#probeAfterMs = policy.probeAfterMs ?? policy.killAfterMs / 2;
    this.#exact = exact;
    this.#heardAt = usableNow;
    this.#lookedAt = usableNow;
    this.#bytesRead = bytesRead;
  }

  /** How long it has been quiet. */
  silenceMs(usableNow: number): number {
    return usableNow - this.#heardAt;
  }

  /** When to look next, in usable milliseconds. */
  get dueAt(): number {
    const due = this.#heardAt + (this.#asked ? this.#killAfterMs : this.#probeAfterMs);
    return this.#exact ? due : Math.min(due, this.#lookedAt + this.#killAfterMs / LOOKS);
  }

  /** Brings the judgement up to date. */
  look({ usableNow, bytesRead, isReading, lastDataMs }: Sight): SilenceStep {
    if (bytesRead !== this.#bytesRead || !isReading) {
      const since = isReading && lastDataMs !== null ? lastDataMs : 0;
      this.#heardAt = Math.max(this.#lookedAt, usableNow - since);
      this.#bytesRead = bytesRead;
      this.#asked = false;
    }
    this.#lookedAt = usableNow;
    const silence = usableNow - this.#heardAt;
    if (silence >= this.#killAfterMs && this.#asked) return 'dead';
    if (silence < this.#probeAfterMs || this.#asked) return 'wait';
    this.#asked = true;
    return 'probe';
  }

  /** The machine may have slept and the connection may be gone: ask now, and wait no longer than after any probe. */
  suspect(usableNow: number): void {
    this.#heardAt = usableNow - this.#probeAfterMs;
    this.#lookedAt = usableNow;
    this.#asked = false;
  }
}
