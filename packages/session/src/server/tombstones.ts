/**
 * Remembers sessions that are over for good, for a while: a client whose last connection broke before it heard so comes back to
 * ask, and its session must not be begun again from what the store has not forgotten yet. TIME-WAIT (RFC 9293, section 3.6) is the
 * same thought.
 */
import type { ByeReason } from '../protocol/bye-codes.ts';
import type { Clock } from '../time/clock.ts';

const MAX_TOMBSTONES = 100_000;

interface Tombstone {
  readonly laidAt: number;
  readonly reason: ByeReason;
}

export class Tombstones {
  readonly #clock: Clock;
  readonly #keepMs: number;
  /** Oldest first. */
  readonly #laid = new Map<string, Tombstone>();

  constructor(clock: Clock, keepMs: number) {
    this.#clock = clock;
    this.#keepMs = keepMs;
  }

  /** `reason`: what its client is to be told. */
  add(id: string, reason: ByeReason): void {
    const now = this.#clock.now();
    this.#laid.set(id, { laidAt: now, reason });
    for (const [oldest, { laidAt }] of this.#laid) {
      if (laidAt + this.#keepMs > now && this.#laid.size <= MAX_TOMBSTONES) break;
      this.#laid.delete(oldest);
    }
  }

  /** What the client of a session that is over is to be told; `null` if this one is not known to be. */
  reasonFor(id: string): ByeReason | null {
    const stone = this.#laid.get(id);
    return stone !== undefined && stone.laidAt + this.#keepMs > this.#clock.now() ? stone.reason : null;
  }
}
