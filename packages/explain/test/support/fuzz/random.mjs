// Chance that can be had again: the same seed gives the same numbers.

/** A source of chance (mulberry32). */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** 32 bits. */
  word() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0 and below `end`. */
  below(end) {
    return this.word() % end;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** True once in `times`. */
  once(times) {
    return this.below(times) === 0;
  }
}

/** The chance of one input of a series. */
export function chanceOf(seed, input) {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(input + 1, 0x85ebca6b));
  random.word();
  return random;
}
