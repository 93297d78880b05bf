/** Time as a port: what waits and measures takes it from here, so that a test can own it. */

/** A timer that can be called off. */
export interface Timer {
  cancel(): void;
}

/** Where time comes from. */
export interface Clock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Wall-clock milliseconds: jumps when somebody sets it, and over a suspend. */
  wall(): number;
  /** Calls back once, not before `ms` milliseconds. `keepsAlive: false` lets the process end meanwhile. */
  after(ms: number, callback: () => void, keepsAlive?: boolean): Timer;
  /** Calls back soon, after what is waiting to be read has been read. */
  soon(callback: () => void): void;
}

/** Longest delay that setTimeout keeps; beyond it fires at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** The process's own time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(ms, callback, keepsAlive = true) {
    const timer = setTimeout(callback, Math.min(Math.max(ms, 0), MAX_DELAY_MS));
    if (!keepsAlive) timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
  soon(callback) {
    setImmediate(callback);
  },
};
