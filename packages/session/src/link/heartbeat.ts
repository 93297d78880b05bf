/**
 * Whether the peer lives, judged by received bytes and by nothing else.
 *
 *     last byte      heartbeat        2 × heartbeat      + grace
 *        |---------------|------------------|---------------|
 *        0             PING               PING            dead
 *
 * Time that this process could not use does not count (see time/loop-watch.ts), and who is asked late has the grace to answer all
 * the same. What is sent does not count either: a write that went well proves nothing.
 */

/** What is to be done now. */
export type HeartbeatStep = 'wait' | 'ping' | 'dead';

/** How patient a heartbeat is. */
export interface HeartbeatTimes {
  /** Silence after which the peer is asked for a sign of life. */
  readonly heartbeatMs: number;
  /** Beyond two heartbeats without a byte. */
  readonly graceMs: number;
}

export class Heartbeat {
  readonly #times: HeartbeatTimes;
  #heardAt: number;
  #asked = 0;
  /** When it was last asked. */
  #askedAt: number;

  /** `now` in usable milliseconds: monotonic time less what was stolen. */
  constructor(times: HeartbeatTimes, now: number) {
    this.#times = times;
    this.#heardAt = now;
    this.#askedAt = now;
  }

  /** Bytes came. */
  heard(now: number): void {
    this.#heardAt = now;
    this.#asked = 0;
  }

  /** Milliseconds since the last byte. */
  silenceMs(now: number): number {
    return now - this.#heardAt;
  }

  /** What silence asks for by now; `ping` once for each time it is due. */
  step(now: number): HeartbeatStep {
    const { heartbeatMs } = this.#times;
    if (this.#asked >= 2 && now >= this.#deadAt) return 'dead';
    const silence = now - this.#heardAt;
    if (silence >= heartbeatMs * (this.#asked + 1) && this.#asked < 2) {
      this.#asked += 1;
      this.#askedAt = now;
      return 'ping';
    }
    return 'wait';
  }

  /**
   * The machine may have slept, and the connection may be gone: the peer is asked at once, and has the grace at least to answer.
   * Silence counts as at least one heartbeat.
   */
  suspect(now: number): void {
    const { heartbeatMs } = this.#times;
    const silence = Math.min(Math.max(now - this.#heardAt, heartbeatMs), 2 * heartbeatMs);
    this.#heardAt = now - silence;
    this.#asked = 0;
  }

  /** Whole milliseconds until {@link step} may have something to say. */
  dueInMs(now: number): number {
    const leftMs =
      this.#asked < 2
        ? this.#times.heartbeatMs * (this.#asked + 1) - this.silenceMs(now)
        : this.#deadAt - now;
    return Math.max(0, Math.ceil(leftMs));
  }

  get #deadAt(): number {
    const { heartbeatMs, graceMs } = this.#times;
    return Math.max(this.#heardAt + 2 * heartbeatMs, this.#askedAt) + graceMs;
  }
}
