/**
 * How much of the time that passed this process could not use: its event loop was blocked, it was stopped, the machine
 * slept. A peer must not be blamed for a silence in which nobody here listened.
 *
 *     sample       sample                                   sample
 *       |---- 250 ms ----|--------- blocked for 30 s ----------|
 *                         everything beyond the 250 ms is stolen
 *
 * A suspend stops CLOCK_MONOTONIC but not the wall clock: a wall clock that has run ahead between two samples means that the machine
 * may have slept (or that somebody set it: then asking the peer does no harm).
 */
import { type Clock, systemClock, type Timer } from './clock.ts';

const SAMPLE_MS = 250;
/** A timer that is late by this much is an ordinary busy moment. */
const TOLERANCE_MS = 100;
/** A wall clock that is ahead by more than this did not drift. */
const JUMP_MS = 2000;

/** What is told to listeners. */
export type LoopEvent =
  | { readonly type: 'blocked'; readonly ms: number }
  | { readonly type: 'clock-jump'; readonly ms: number };

/** Watches while somebody listens. One serves all connections of a process. */
export class LoopWatch {
  readonly #clock: Clock;
  readonly #listeners = new Set<(event: LoopEvent) => void>();
  #timer: Timer | null = null;
  #stolenMs = 0;
  #sampledAt = 0;
  #wallAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds stolen so far, the moment now included. Only differences mean something, and only while somebody listens. */
  stolenMs(): number {
    if (this.#timer === null) return this.#stolenMs;
    return this.#stolenMs + this.#beyond(this.#clock.now());
  }

  /** Hears of blocks and jumps until the returned function is called. */
  listen(listener: (event: LoopEvent) => void): () => void {
    this.#listeners.add(listener);
    if (this.#timer === null) this.#begin();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#timer?.cancel();
      this.#timer = null;
    };
  }

  #begin(): void {
    this.#sampledAt = this.#clock.now();
    this.#wallAt = this.#clock.wall();
    this.#timer = this.#clock.after(SAMPLE_MS, () => this.#sample(), false);
  }

  #beyond(now: number): number {
    const late = now - this.#sampledAt - SAMPLE_MS;
    return late > TOLERANCE_MS ? late : 0;
  }

  #sample(): void {
    const now = this.#clock.now();
    const blockedMs = this.#beyond(now);
    const jumpMs = this.#clock.wall() - this.#wallAt - (now - this.#sampledAt);
    this.#stolenMs += blockedMs;
    this.#begin();
    if (blockedMs > 0) this.#tell({ type: 'blocked', ms: blockedMs });
    if (jumpMs > JUMP_MS) this.#tell({ type: 'clock-jump', ms: jumpMs });
  }

  #tell(event: LoopEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** Serves everything in this process that has no clock of its own. */
const processWatch: LoopWatch = new LoopWatch(systemClock);

/** The watch that goes with a clock: one for the process's own time, a new one for any other. */
export function loopWatchOf(clock: Clock): LoopWatch {
  return clock === systemClock ? processWatch : new LoopWatch(clock);
}
