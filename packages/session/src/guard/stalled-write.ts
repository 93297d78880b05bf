/** Whether a peer takes what waits to be written, however slowly. A shut window alone is no reason to end a connection. */

/** What a look saw. */
export interface WriteSight {
  /** Monotonic milliseconds less those in which this process could not run. */
  readonly usableNow: number;
  /** Whether anything waits at all. */
  readonly isWaiting: boolean;
  /** Grows or changes whenever something was taken, and stays when only more was added. */
  readonly taken: number;
}

/** The verdict comes at most a quarter of its time too late, and never too early. */
const LOOKS = 4;

/** The progress of one connection's writes. */
export class StalledWrite {
  readonly #limitMs: number;
  #movedAt: number;
  #lookedAt: number;
  #taken = -1;
  #wasWaiting = false;

  constructor(limitMs: number, usableNow: number) {
    this.#limitMs = limitMs;
    this.#movedAt = usableNow;
    this.#lookedAt = usableNow;
  }

  /** When to look next, in usable milliseconds. */
  get dueAt(): number {
    return Math.min(this.#movedAt + this.#limitMs, this.#lookedAt + this.#limitMs / LOOKS);
  }

  /** How long nothing has been taken. */
  stalledMs(usableNow: number): number {
    return usableNow - this.#movedAt;
  }

  /** Whether nothing was taken for too long. */
  look({ usableNow, isWaiting, taken }: WriteSight): boolean {
    if (!isWaiting || !this.#wasWaiting || taken !== this.#taken) this.#movedAt = usableNow;
    this.#wasWaiting = isWaiting;
    this.#taken = taken;
    this.#lookedAt = usableNow;
    return usableNow - this.#movedAt >= this.#limitMs;
  }
}
