import { numberOr } from '../options-check.ts';

/** How much a budget gives. */
export interface RetryBudgetOptions {
  /** Attempts that may come at once. At least 1. */
  readonly burst: number;
  /** Attempts per second in the long run. From 0.000001 to 1,000,000. */
  readonly perSecond: number;
}

/**
 * Bounds how many attempts to reconnect are made over time, whatever the backoff says: a bucket of tokens. Share one between the
 * sessions of a process to bound what the process as a whole does to a server that has just come back.
 */
export class RetryBudget {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  #tokens: number;
  #filledAt: number;

  /** Throws a `RangeError` that names the option which makes no sense. */
  constructor(options: Partial<RetryBudgetOptions> = {}, now: () => number = () => performance.now()) {
    this.#burst = numberOr(20, 'burst', options.burst, 1);
    this.#perSecond = numberOr(0.2, 'perSecond', options.perSecond, 0.000_001, 1_000_000);
    this.#now = now;
    this.#tokens = this.#burst;
    this.#filledAt = now();
  }

  /** Takes a token; how many milliseconds to wait until it is there. */
  takeMs(): number {
    const now = this.#now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.#perSecond);
    this.#filledAt = now;
    this.#tokens -= 1;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.#perSecond) * 1000;
  }
}
