/** Payload bytes with checksums known beforehand. */
import { Random } from './random.ts';

const size = 1 << 16;
const mask = size - 1;
const words = size >> 1;
/** Printable, so that no dissector takes it for a binary protocol that went wrong. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz012345';

/**
 * A ring of 64 KiB that every stream runs through, each from a place of its own: a repeated segment repeats its bytes. The
 * sums of all 16-bit words up to each place are kept, for words at even and at odd places.
 */
export class PayloadPool {
  readonly #bytes = Buffer.alloc(2 * size);
  readonly #evenSums = new Float64Array(2 * words + 1);
  readonly #oddSums = new Float64Array(2 * words);

  constructor(seed: number) {
    const random = new Random(seed, 0x7061796c);
    for (let at = 0; at < size; at += 1)
      this.#bytes[at] = alphabet.charCodeAt(random.word() & (alphabet.length - 1));
    this.#bytes.copy(this.#bytes, size, 0, size);
    for (let word = 0; word < 2 * words; word += 1)
      this.#evenSums[word + 1] = this.#evenSums[word]! + this.#bytes.readUInt16BE(2 * word);
    for (let word = 0; word < 2 * words - 1; word += 1)
      this.#oddSums[word + 1] = this.#oddSums[word]! + this.#bytes.readUInt16BE(2 * word + 1);
  }

  /** Copies `length` bytes of the stream, at most 65,535, from `position` on, of which only the low 16 bits count. */
  copy(position: number, length: number, target: Buffer, at: number): void {
    const from = position & mask;
    this.#bytes.copy(target, at, from, from + length);
  }

  /** Their one's complement sum, not folded; an odd last byte is padded with zero. */
  sum(position: number, length: number): number {
    const from = position & mask;
    const sums = (from & 1) === 0 ? this.#evenSums : this.#oddSums;
    const first = from >> 1;
    const last = first + (length >> 1);
    const whole = sums[last]! - sums[first]!;
    return (length & 1) === 0 ? whole : whole + (this.#bytes[from + length - 1]! << 8);
  }
}
