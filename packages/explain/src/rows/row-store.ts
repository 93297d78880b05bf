/** Storage for rows: chunks that never move, slots that are used again. */
import type { RowSize } from './row-view.ts';

const CHUNK_BITS = 11;
const CHUNK_ROWS: number = 1 << CHUNK_BITS;
const CHUNK_MASK: number = CHUNK_ROWS - 1;

/** Rows of one size. A slot is the number of a row. */
export class RowStore {
  readonly #size: RowSize;
  readonly #ints: Int32Array[] = [];
  readonly #reals: Float64Array[] = [];
  readonly #free: number[] = [];
  #used = 0;

  constructor(size: RowSize) {
    this.#size = size;
  }

  /** How many slots there are, free ones included: the most rows that were in use at one time. */
  get slots(): number {
    return this.#used;
  }

  /** How many rows are in use. */
  get inUse(): number {
    return this.#used - this.#free.length;
  }

  /** A slot whose row is all zero. */
  take(): number {
    const again = this.#free.pop();
    if (again !== undefined) return again;
    const slot = this.#used;
    this.#used += 1;
    if (slot >> CHUNK_BITS === this.#ints.length) {
      this.#ints.push(new Int32Array(this.#size.ints * CHUNK_ROWS));
      this.#reals.push(new Float64Array(this.#size.reals * CHUNK_ROWS));
    }
    return slot;
  }

  /** Gives a slot back. */
  release(slot: number): void {
    this.clear(slot);
    this.#free.push(slot);
  }

  /** Makes the row all zero. */
  clear(slot: number): void {
    const ints = this.intBase(slot);
    this.ints(slot).fill(0, ints, ints + this.#size.ints);
    const reals = this.realBase(slot);
    this.reals(slot).fill(0, reals, reals + this.#size.reals);
  }

  /** Which chunk a row lies in: rows of one chunk share their arrays. */
  chunkOf(slot: number): number {
    return slot >> CHUNK_BITS;
  }

  /** The array that holds the whole numbers of a row. */
  ints(slot: number): Int32Array {
    return this.#ints[slot >> CHUNK_BITS]!;
  }

  /** Where in it they start. */
  intBase(slot: number): number {
    return (slot & CHUNK_MASK) * this.#size.ints;
  }

  /** The array that holds the real numbers of a row. */
  reals(slot: number): Float64Array {
    return this.#reals[slot >> CHUNK_BITS]!;
  }

  /** Where in it they start. */
  realBase(slot: number): number {
    return (slot & CHUNK_MASK) * this.#size.reals;
  }
}
