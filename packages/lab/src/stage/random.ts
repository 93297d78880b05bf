/** What varies between runs, all from one seed, so that a run can be repeated. */

/** First local port of client sockets: below the range from which Linux picks, so that the two never meet. */
const FIRST_PORT = 20_000;
const PORTS = 10_000;
/** Pauses of programs vary by this much either way. */
const PACE_SPREAD = 0.2;

/** mulberry32: a small generator with a full period of 2^32; numbers from 0 up to, not including, 1. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** FNV-1a, 32 bits: makes a seed of a name. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

export class Random {
  readonly #next: () => number;
  #port: number;

  /** `name` keeps the runs of one seed apart. */
  constructor(seed: number, name: string) {
    this.#next = mulberry32(seed ^ hash(name));
    this.#port = FIRST_PORT + Math.floor(this.#next() * PORTS);
  }

  /** A local port, each time the next one. */
  port(): number {
    return this.#port++;
  }

  /** A factor around 1. */
  pace(): number {
    return 1 + PACE_SPREAD * (2 * this.#next() - 1);
  }
}
