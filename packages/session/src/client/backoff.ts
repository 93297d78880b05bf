/**
 * How long to wait before the next attempt to connect: a random time up to a bound that doubles, so that many clients that lost
 * the same server don't come back together ("full jitter").
 */

/** Bounds of the waiting time. */
export interface BackoffOptions {
  /** Bound of the first wait. */
  readonly baseMs: number;
  /** No bound is larger. */
  readonly capMs: number;
}

/** 2^30 times any base is beyond any cap: higher powers are not needed, and can't overflow. */
const MAX_DOUBLINGS = 30;

export class Backoff {
  readonly #options: BackoffOptions;
  readonly #random: () => number;
  #doublings = 0;

  /** `random` gives numbers from 0 up to, and without, 1. */
  constructor(options: BackoffOptions, random: () => number) {
    this.#options = options;
    this.#random = random;
  }

  /** The next wait. A server's wish to be left alone for so long is kept, and jitter is added to it. */
  nextMs(retryAfterMs: number | null = null): number {
    const { baseMs, capMs } = this.#options;
    const boundMs = Math.min(capMs, baseMs * 2 ** this.#doublings);
    this.#doublings = Math.min(this.#doublings + 1, MAX_DOUBLINGS);
    if (retryAfterMs === null) return this.#random() * boundMs;
    return retryAfterMs + this.#random() * Math.max(boundMs, retryAfterMs / 2);
  }

  /** The connection has proven itself. */
  reset(): void {
    this.#doublings = 0;
  }
}
