/** What happens to a whole process: it is busy, or its machine's clock is set. */

const SYSTEM_DATE = Date;

/** Keeps the event loop from doing anything else. */
export function blockFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** Sets this process's wall clock ahead, or back: the monotonic clock goes on, as it does when a machine's clock is set. */
export function shiftClock(ms: number): void {
  const Before = globalThis.Date;
  class ShiftedDate extends SYSTEM_DATE {
    constructor(...parts: unknown[]) {
      if (parts.length === 0) super(Before.now() + ms);
      else super(...(parts as [number]));
    }
    static override now(): number {
      return Before.now() + ms;
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor;
}
