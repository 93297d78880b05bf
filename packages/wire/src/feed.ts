/**
 * Input that comes in chunks, for readers of records that may be cut anywhere:
 *
 *     push(chunk) ──▶ chunk from position on ──whole records, in place─────▶
 *                       │
 *                       └─the record cut off at its end─▶ carry ───────────▶
 *
 * The bytes of a chunk are borrowed, not copied, until they are carried. The carry grows with the bytes that arrive, never
 * with the length a record claims.
 */

const nothing = new Uint8Array(0);

/** Unread input. Fields are for the reader that owns the feed. */
export class ByteFeed {
  /** The last chunk. */
  chunk: Uint8Array = nothing;
  /** What of it has been read or carried. */
  position: number = 0;
  /** The beginning of a record that was cut off: its first `carried` bytes. */
  carry: Uint8Array = nothing;
  carried: number = 0;

  /** Bytes that have come and were not read. */
  get unread(): number {
    return this.carried + this.chunk.length - this.position;
  }

  /** Takes the next chunk; what is left of the one before is copied together with it. */
  push(chunk: Uint8Array): void {
    const left = this.chunk.length - this.position;
    if (left === 0) {
      this.chunk = chunk;
    } else {
      const joined = new Uint8Array(left + chunk.length);
      joined.set(this.chunk.subarray(this.position));
      joined.set(chunk, left);
      this.chunk = joined;
    }
    this.position = 0;
  }

  /** Moves bytes from the chunk to the carry until it holds `wanted`; `false` when the chunk ran out first. */
  carryUntil(wanted: number): boolean {
    const from = this.position;
    const to = Math.min(this.chunk.length, from + wanted - this.carried);
    if (to > from) {
      const total = this.carried + to - from;
      if (total > this.carry.length) this.#growCarry(total);
      this.carry.set(this.chunk.subarray(from, to), this.carried);
      this.carried = total;
      this.position = to;
    }
    return this.carried >= wanted;
  }

  #growCarry(atLeast: number): void {
    const grown = new Uint8Array(Math.max(atLeast, 2 * this.carry.length));
    grown.set(this.carry.subarray(0, this.carried));
    this.carry = grown;
  }
}
