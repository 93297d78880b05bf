/**
 * Timestamps of pcapng: 64 bits that count units of an interface's own resolution (if_tsresol, draft-ietf-opsawg-pcapng
 * section 4.2): 10^-n seconds, or 2^-n with the top bit set.
 *
 * A 64-bit count is beyond what a number holds exactly, so seconds and remainder of its upper half are worked out once and
 * kept: that half changes every 4 s at nanoseconds, every 71 min at microseconds. What is left per packet is one division of
 * numbers below 2^53. Resolutions too fine for that are worked out with BigInt, packet by packet.
 */
import { nanosecondsPerSecond } from '../time.ts';

const powerOfTwo = 0x80;
const exponentMask = 0x7f;

/** 10^15 and 2^32 units per second: with more the numbers below could exceed 2^53. */
const finestDecimal = 15;
const finestBinary = 32;

const nanosecondDigits = 9;
/** 10^9 is 2^9 times this. */
const fiveToTheNinth = 5 ** nanosecondDigits;

const word = 2 ** 32;

/** Turns timestamps of one interface into seconds and nanoseconds. One object serves all packets of the interface. */
export class PcapngClock {
  /** Whole seconds of the last timestamp since 1970-01-01 UTC. */
  seconds: number = 0;
  /** The rest of it, rounded down; below 10^9. */
  nanoseconds: number = 0;

  readonly #unitsPerSecond: number;
  readonly #offsetSeconds: number;
  readonly #fine: bigint;
  // nanoseconds = floor(units * multiply / divide), both exact
  readonly #multiply: number;
  readonly #divide: number;
  #high = 0;
  #highSeconds = 0;
  #highRest = 0;

  /** `resolution` as the option holds it; `offsetSeconds` is added to all timestamps. */
  constructor(resolution: number, offsetSeconds: number) {
    const binary = (resolution & powerOfTwo) !== 0;
    const exponent = resolution & exponentMask;
    const finest = binary ? finestBinary : finestDecimal;
    const base = binary ? 2 : 10;
    this.#offsetSeconds = offsetSeconds;
    this.#unitsPerSecond = base ** exponent;
    this.#fine = exponent > finest ? BigInt(base) ** BigInt(exponent) : 0n;
    const shift = exponent - nanosecondDigits;
    this.#multiply = (binary ? fiveToTheNinth : 1) * base ** Math.max(0, -shift);
    this.#divide = base ** Math.max(0, shift);
  }

  /** Reads the timestamp with these upper and lower 32 bits. */
  set(high: number, low: number): void {
    if (this.#fine !== 0n) return this.#setFine(high, low);
    if (high !== this.#high) this.#setHigh(high);
    const units = this.#highRest + low;
    const seconds = Math.floor(units / this.#unitsPerSecond);
    this.seconds = this.#highSeconds + seconds + this.#offsetSeconds;
    const rest = units - seconds * this.#unitsPerSecond;
    this.nanoseconds = Math.floor((rest * this.#multiply) / this.#divide);
  }

  #setHigh(high: number): void {
    const units = BigInt(high) * BigInt(word);
    const perSecond = BigInt(this.#unitsPerSecond);
    this.#high = high;
    this.#highSeconds = Number(units / perSecond);
    this.#highRest = Number(units % perSecond);
  }

  #setFine(high: number, low: number): void {
    const units = BigInt(high) * BigInt(word) + BigInt(low);
    this.seconds = Number(units / this.#fine) + this.#offsetSeconds;
    this.nanoseconds = Number(((units % this.#fine) * BigInt(nanosecondsPerSecond)) / this.#fine);
  }
}
