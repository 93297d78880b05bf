/** Pseudo-random numbers from a seed: the same ones on every machine. */

/** Spreads the bits of `word` over 32 bits; neighbours come out far apart. The finaliser of MurmurHash3. */
export function mix(word: number): number {
  let bits = word | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** `words` folded into one, in order. */
export function hash(...words: readonly number[]): number {
  return words.reduce((folded, word) => mix(Math.imul(folded, 31) + word + 0x9e3779b9), 0);
}

/** One stream of numbers: xoshiro128**. Different streams of one seed have nothing to do with each other. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number, stream: number) {
    this.#a = hash(seed, stream, 1);
    this.#b = hash(seed, stream, 2);
    this.#c = hash(seed, stream, 3);
    this.#d = hash(seed, stream, 4) | 1;
  }

  /** A whole number of 32 bits. */
  word(): number {
    const times5 = Math.imul(this.#b, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** From 0 up to but not including 1. */
  unit(): number {
    return this.word() / 0x1_0000_0000;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  /** From `low` up to but not including `high`. */
  between(low: number, high: number): number {
    return low + this.unit() * (high - low);
  }

  /** From `low` to `high`, both above 0, each order of magnitude as likely as the next. */
  magnitude(low: number, high: number): number {
    return low * Math.exp(this.unit() * Math.log(high / low));
  }

  /** Exponentially distributed. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.unit());
  }

  /** `true` in `share` of all calls; `share` is from 0 to 1. */
  chance(share: number): boolean {
    return this.unit() < share;
  }

  /** One of `items`, all equally likely. Throws RangeError when there are none. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.whole(0, items.length - 1)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }
}
