/** A queue of slots, first in, first out, in a ring that grows. */

const FIRST_LENGTH = 1024;

export class SlotQueue {
  #ring: Int32Array = new Int32Array(FIRST_LENGTH);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The oldest slot; -1: empty. */
  peek(): number {
    return this.#length === 0 ? -1 : this.#ring[this.#head]!;
  }

  push(slot: number): void {
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#length) & (this.#ring.length - 1)] = slot;
    this.#length += 1;
  }

  /** Takes the oldest slot out; -1: empty. */
  shift(): number {
    const slot = this.peek();
    if (slot < 0) return slot;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#length -= 1;
    return slot;
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
