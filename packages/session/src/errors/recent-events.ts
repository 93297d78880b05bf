/** The last things that happened to a connection, for the error that may come. */
import type { RecentEvent } from './connection-error.ts';

const KEPT = 16;

interface Entry {
  readonly at: number;
  readonly what: string;
}

/** A short memory. */
export class RecentEvents {
  readonly #entries: Entry[] = [];

  /** `at` in monotonic milliseconds. */
  add(at: number, what: string): void {
    this.#entries.push({ at, what });
    if (this.#entries.length > KEPT) this.#entries.shift();
  }

  /** As seen from `now`, oldest first. */
  since(now: number): RecentEvent[] {
    return this.#entries.map(({ at, what }) => ({ beforeMs: Math.round(now - at), what }));
  }
}
