import type { Clock, Timer } from '../../src/time/clock.ts';

/** A clock that a test moves by hand. `soon` is the end of the turn: {@link FakeClock.turn}. */
export class FakeClock implements Clock {
  #now = 0;
  #wallOffset = 1_700_000_000_000;
  #order = 0;
  #timers: { at: number; order: number; callback: () => void }[] = [];
  #soon: (() => void)[] = [];

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#now + this.#wallOffset;
  }

  after(ms: number, callback: () => void): Timer {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order, callback };
    this.#order += 1;
    this.#timers.push(timer);
    return { cancel: () => (this.#timers = this.#timers.filter((one) => one !== timer)) };
  }

  soon(callback: () => void): void {
    this.#soon.push(callback);
  }

  /** Runs what was put off to the end of the turn. */
  turn(): void {
    while (this.#soon.length > 0) this.#soon.shift()!();
  }

  /** Lets time pass; timers fire on time, in order. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      this.turn();
      const [next] = this.#timers.toSorted((a, b) => a.at - b.at || a.order - b.order);
      if (next === undefined || next.at > until) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
  }

  /** Time passes in which nothing runs: the loop is blocked. Timers that are due fire late, together. */
  block(ms: number): void {
    this.#now += ms;
    this.advance(0);
  }

  /** The wall clock is set, or the machine slept. */
  jump(ms: number): void {
    this.#wallOffset += ms;
  }

  /** The wall clock goes on, nothing else does. */
  sleep(ms: number): void {
    this.jump(ms);
  }

  get timers(): number {
    return this.#timers.length;
  }
}
