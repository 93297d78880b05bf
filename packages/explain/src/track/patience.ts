/**
 * How long to wait for what may still come: stragglers of connections that have ended, answers to attempts. By the time of the capture,
 * and for so many at a time only.
 */
import { ATTEMPT_NS, LINGER_NS, MOST_ATTEMPTS, MOST_LINGERING } from './lifetimes.ts';
import type { Roster } from './roster.ts';
import { SlotQueue } from './slot-queue.ts';

export class Patience {
  readonly #roster: Roster;
  readonly #letGo: (slot: number) => void;
  readonly #ended: SlotQueue = new SlotQueue();
  /** Slot and first frame of each: the slot may serve another connection by now. */
  readonly #attempts: SlotQueue = new SlotQueue();

  /** `letGo` is called with the row at the slot of a connection of which nothing is expected any more. */
  constructor(roster: Roster, letGo: (slot: number) => void) {
    this.#roster = roster;
    this.#letGo = letGo;
  }

  /** A flood of attempts pushes the oldest ones out that nobody has answered. The row stands at `slot`, and again after it. */
  begun(slot: number): void {
    this.#attempts.push(slot);
    this.#attempts.push(this.#roster.row.connection.firstFrame);
    if (this.#attempts.length <= 2 * MOST_ATTEMPTS) return;
    const oldest = this.#attempts.shift();
    if (this.#isAttempt(oldest, this.#attempts.shift())) this.#letGo(oldest);
    this.#roster.at(slot);
  }

  /** Ended ones are kept for stragglers, but not more than so many at a time. The row stands at `slot`, and again after it. */
  ended(slot: number): void {
    this.#ended.push(slot);
    if (this.#ended.length <= MOST_LINGERING) return;
    const oldest = this.#ended.shift();
    const { connection } = this.#roster.at(oldest);
    if (oldest !== slot && connection.released === 0 && connection.ended === 1) this.#letGo(oldest);
    this.#roster.at(slot);
  }

  /** Lets go of what has been over for long. */
  sweep(nowNs: number): void {
    for (let left = this.#ended.length; left > 0; left -= 1) {
      const slot = this.#ended.shift();
      const { connection } = this.#roster.at(slot);
      if (connection.released === 1 || connection.ended === 0) continue;
      if (nowNs - connection.lastNs < LINGER_NS) this.#ended.push(slot);
      else this.#letGo(slot);
    }
    for (let left = this.#attempts.length; left > 0; left -= 2) {
      const slot = this.#attempts.peek();
      const firstFrame = this.#attempts.get(this.#attempts.first + 1);
      const isAttempt = this.#isAttempt(slot, firstFrame);
      const { connection } = this.#roster.row;
      // they were opened one after the other
      if (isAttempt && nowNs - connection.firstNs <= ATTEMPT_NS) break;
      this.#attempts.shift();
      this.#attempts.shift();
      if (!isAttempt) continue;
      if (nowNs - connection.lastNs > ATTEMPT_NS) this.#letGo(slot);
      else {
        this.#attempts.push(slot);
        this.#attempts.push(firstFrame);
      }
    }
  }

  /** Whether a slot still holds the attempt that began with a frame. The row stands there. */
  #isAttempt(slot: number, firstFrame: number): boolean {
    const { connection } = this.#roster.at(slot);
    const isSame =
      connection.firstFrame === firstFrame && connection.released === 0 && connection.pending === 0;
    return isSame && connection.clientKnown === 1 && connection.handshakeFrame === 0;
  }
}
