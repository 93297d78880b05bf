/**
 * Rows at rest: connections that have ended and wait for an older one before they can be told of, in a fraction of the space.
 *
 *     [ bits of which ints are not 0 ][ those ints ][ bits of which reals are not 0 ][ those reals ]
 *
 * Numbers are varints (seven bits to a byte, the small ones short, of either sign). Most reals are times of one connection, which lie
 * close together, so each is kept as its distance from the one before; what is no whole number takes its 8 bytes behind a 0.
 *
 * They lie one behind the other in blocks; a block goes when the last row in it has been fetched.
 */
import type { RowStore } from './row-store.ts';
import type { RowSize } from './row-view.ts';

const BLOCK_BYTES = 1 << 20;
const REAL_BYTES = 8;
const MOST_VARINT_BYTES = 5;
/** A marker and 8 bytes, or a varint of 54 bits. */
const MOST_REAL_BYTES = 9;

/** Twice this is still exact. */
const LARGEST_DISTANCE: number = 2 ** 51;

interface Block {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  used: number;
  rows: number;
}

interface Place {
  readonly block: Block;
  readonly at: number;
}

/** Takes rows out of a store, and puts them back. */
export class PackedRows {
  readonly #size: RowSize;
  readonly #most: number;
  readonly #places: (Place | null)[] = [];
  readonly #free: number[] = [];
  #block: Block | null = null;

  constructor(size: RowSize) {
    this.#size = size;
    this.#most =
      Math.ceil(size.ints / 8) +
      size.ints * MOST_VARINT_BYTES +
      Math.ceil(size.reals / 8) +
      size.reals * MOST_REAL_BYTES;
  }

  /** Keeps a copy of a row. Returns the number to fetch it with. */
  keep(store: RowStore, slot: number): number {
    const block = this.#room();
    const at = block.used;
    block.used = this.#writeReals(store, slot, block, this.#writeInts(store, slot, block, at));
    block.rows += 1;
    const handle = this.#free.pop() ?? this.#places.length;
    this.#places[handle] = { block, at };
    return handle;
  }

  /** Puts a row into a slot whose row is all zero, and forgets it. */
  fetch(handle: number, store: RowStore, slot: number): void {
    const { block, at } = this.#places[handle]!;
    this.#readReals(store, slot, block, this.#readInts(store, slot, block, at));
    block.rows -= 1;
    this.#places[handle] = null;
    this.#free.push(handle);
  }

  #room(): Block {
    const block = this.#block;
    if (block !== null && block.used + this.#most <= BLOCK_BYTES) return block;
    const bytes = new Uint8Array(BLOCK_BYTES);
    this.#block = { bytes, view: new DataView(bytes.buffer), used: 0, rows: 0 };
    return this.#block;
  }

  #writeInts(store: RowStore, slot: number, { bytes }: Block, start: number): number {
    const ints = store.ints(slot);
    const base = store.intBase(slot);
    const count = this.#size.ints;
    let at = start + Math.ceil(count / 8);
    for (let field = 0; field < count; field += 1) {
      const value = ints[base + field]!;
      if (value === 0) continue;
      bytes[start + (field >> 3)]! |= 1 << (field & 7);
      // zigzag: small numbers of either sign stay short
      let rest = ((value << 1) ^ (value >> 31)) >>> 0;
      for (; rest > 0x7f; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
      bytes[at++] = rest;
    }
    return at;
  }

  #writeReals(store: RowStore, slot: number, { bytes, view }: Block, start: number): number {
    const reals = store.reals(slot);
    const base = store.realBase(slot);
    const count = this.#size.reals;
    let at = start + Math.ceil(count / 8);
    let before = 0;
    for (let field = 0; field < count; field += 1) {
      const value = reals[base + field]!;
      if (value === 0) continue;
      bytes[start + (field >> 3)]! |= 1 << (field & 7);
      const distance = value - before;
      if (
        Number.isInteger(distance) &&
        Math.abs(distance) < LARGEST_DISTANCE &&
        before + distance === value
      ) {
        let rest = distance < 0 ? -2 * distance : 2 * distance + 1;
        for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes[at++] = (rest % 0x80) | 0x80;
        bytes[at++] = rest;
        before = value;
      } else {
        bytes[at++] = 0;
        view.setFloat64(at, value);
        at += REAL_BYTES;
      }
    }
    return at;
  }

  #readInts(store: RowStore, slot: number, { bytes }: Block, start: number): number {
    const ints = store.ints(slot);
    const base = store.intBase(slot);
    const count = this.#size.ints;
    let at = start + Math.ceil(count / 8);
    for (let field = 0; field < count; field += 1) {
      if ((bytes[start + (field >> 3)]! & (1 << (field & 7))) === 0) continue;
      let value = 0;
      let shift = 0;
      let byte = bytes[at++]!;
      for (; byte > 0x7f; byte = bytes[at++]!) {
        value |= (byte & 0x7f) << shift;
        shift += 7;
      }
      value |= byte << shift;
      ints[base + field] = (value >>> 1) ^ -(value & 1);
    }
    return at;
  }

  #readReals(store: RowStore, slot: number, { bytes, view }: Block, start: number): void {
    const reals = store.reals(slot);
    const base = store.realBase(slot);
    let at = start + Math.ceil(this.#size.reals / 8);
    let before = 0;
    for (let field = 0; field < this.#size.reals; field += 1) {
      if ((bytes[start + (field >> 3)]! & (1 << (field & 7))) === 0) continue;
      if (bytes[at] === 0) {
        reals[base + field] = view.getFloat64(at + 1);
        at += 1 + REAL_BYTES;
        continue;
      }
      let rest = 0;
      let scale = 1;
      let byte = bytes[at++]!;
      for (; byte > 0x7f; byte = bytes[at++]!) {
        rest += (byte & 0x7f) * scale;
        scale *= 0x80;
      }
      rest += byte * scale;
      before += rest % 2 === 1 ? (rest - 1) / 2 : -rest / 2;
      reals[base + field] = before;
    }
  }
}
