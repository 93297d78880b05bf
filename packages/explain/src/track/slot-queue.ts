/** A queue of whole numbers, first in, first out, in a ring that grows. */

const FIRST_LENGTH = 1024;

export class SlotQueue {
  #ring: Int32Array = new Int32Array(FIRST_LENGTH);
  #head = 0;
  #length = 0;
  /** How many have been taken out: the place of the oldest. */
  #taken = 0;

  get length(): number {
    return this.#length;
  }

  /** The oldest; -1: empty. */
  peek(): number {
    return this.#length === 0 ? -1 : this.#ring[this.#head]!;
  }

  /** The one at a place that `push` returned; it must not have been taken out. */
  get(place: number): number {
    return this.#ring[(this.#head + place - this.#taken) & (this.#ring.length - 1)]!;
  }

  /** Puts another in its place. */
  set(place: number, value: number): void {
    this.#ring[(this.#head + place - this.#taken) & (this.#ring.length - 1)] = value;
  }

  /** The place of the oldest. */
  get first(): number {
    return this.#taken;
  }

  /** Returns its place, which stays the same until it is taken out. */
  push(value: number): number {
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#length) & (this.#ring.length - 1)] = value;
    this.#length += 1;
    return this.#taken + this.#length - 1;
  }

  /** Takes the oldest out; -1: empty. */
  shift(): number {
    if (this.#length === 0) return -1;
    const value = this.peek();
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#length -= 1;
    this.#taken += 1;
    return value;
  }

  #grow(): void {
    const ring = new Int32Array(this.#ring.length * 2);
    for (let each = 0; each < this.#length; each += 1) {
      ring[each] = this.#ring[(this.#head + each) & (this.#ring.length - 1)]!;
    }
    this.#ring = ring;
    this.#head = 0;
  }
}
