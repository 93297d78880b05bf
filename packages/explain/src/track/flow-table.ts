/**
 * Finds the connection of a packet: a hash table from two ends to a slot, on typed arrays, without allocation for a look-up.
 *
 *     ends   [ lower address | higher address | ports ]     the same for both directions
 *     index  hash & mask ─▶ slot + 1, 0: empty              linear probing, at most half full
 *     slot   ends and hash
 *
 * Removal closes the gap it leaves (no tombstones), so that a table which connections come to and leave for days stays as
 * fast as a new one. Memory is bounded by the most slots in use at one time.
 */

/** Words of a key: twice four of address, one of ports, one of address length. */
export const KEY_WORDS = 10;
const FIRST_INDEX = 1024;

function word(data: Uint8Array, at: number): number {
  return (data[at]! << 24) | (data[at + 1]! << 16) | (data[at + 2]! << 8) | data[at + 3]!;
}

function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** Ends to slots. */
export class FlowTable {
  /** Of the ends looked up last: whether the source is the lower one. */
  fromLower: boolean = true;
  /** A hash of them, the same for both directions. */
  hash: number = 0;

  #index: Int32Array = new Int32Array(FIRST_INDEX);
  #count = 0;
  #keys: Int32Array = new Int32Array(KEY_WORDS * FIRST_INDEX);
  #hashes: Int32Array = new Int32Array(FIRST_INDEX);
  readonly #probe: Int32Array = new Int32Array(KEY_WORDS);
  #probeHash = 0;

  /** How many connections are in it. */
  get count(): number {
    return this.#count;
  }

  /**
   * The slot of the connection between two ends, -1: none. Addresses of `length` bytes (4 or 16) lie at `source` and
   * `destination` in `data`.
   */
  find(
    data: Uint8Array,
    source: number,
    destination: number,
    length: number,
    sourcePort: number,
    destinationPort: number,
  ): number {
    if (length === 4) return this.#findIpv4(data, source, destination, sourcePort, destinationPort);
    this.#read(data, source, destination, length, sourcePort, destinationPort);
    const mask = this.#index.length - 1;
    for (let at = this.#probeHash & mask; ; at = (at + 1) & mask) {
      const slot = this.#index[at]! - 1;
      if (slot < 0) return -1;
      if (this.#hashes[slot] === this.#probeHash && this.#isAt(slot)) return slot;
    }
  }

  /** The same without the way over an array: what most packets take. */
  #findIpv4(
    data: Uint8Array,
    source: number,
    destination: number,
    sourcePort: number,
    destinationPort: number,
  ): number {
    const from = word(data, source);
    const to = word(data, destination);
    const order = from === to ? sourcePort - destinationPort : (from >>> 0) - (to >>> 0);
    this.fromLower = order <= 0;
    const low = order <= 0 ? from : to;
    const high = order <= 0 ? to : from;
    const ports = order <= 0 ? (sourcePort << 16) | destinationPort : (destinationPort << 16) | sourcePort;
    const hash = mix(mix(mix(4, low), high), ports);
    this.hash = hash;
    const index = this.#index;
    const keys = this.#keys;
    const mask = index.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = index[at]! - 1;
      if (slot < 0) break;
      const key = slot * KEY_WORDS;
      if (keys[key] === low && keys[key + 4] === high && keys[key + 8] === ports && keys[key + 9] === 4)
        return slot;
    }
    this.#probe.fill(0);
    this.#probe[0] = low;
    this.#probe[4] = high;
    this.#probe[8] = ports;
    this.#probe[9] = 4;
    this.#probeHash = hash;
    return -1;
  }

  /** Gives the ends looked up last a slot that no others have. They are not in the table yet. */
  insert(slot: number): void {
    if (slot >= this.#hashes.length) this.#widen(slot);
    this.#keys.set(this.#probe, slot * KEY_WORDS);
    this.#hashes[slot] = this.#probeHash;
    this.#put(slot);
    this.#count += 1;
    if (this.#count * 2 > this.#index.length) this.#grow();
  }

  /** Remembers the ends of slot `known` for another slot too, without finding it for them: for `end` and for `replace`. */
  rememberAs(slot: number, known: number): void {
    if (slot >= this.#hashes.length) this.#widen(slot);
    this.#keys.copyWithin(slot * KEY_WORDS, known * KEY_WORDS, (known + 1) * KEY_WORDS);
    this.#hashes[slot] = this.#hashes[known]!;
  }

  /** From now on the ends of `before` are found at `after`, which remembers the same ones. */
  replace(before: number, after: number): void {
    this.#index[this.#placeOf(before)] = after + 1;
  }

  /** Takes the ends of a slot out. */
  remove(slot: number): void {
    const mask = this.#index.length - 1;
    let gap = this.#placeOf(slot);
    for (let at = (gap + 1) & mask; this.#index[at] !== 0; at = (at + 1) & mask) {
      const home = this.#hashes[this.#index[at]! - 1]! & mask;
      // an entry may move back only as far as its own home
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        this.#index[gap] = this.#index[at]!;
        gap = at;
      }
    }
    this.#index[gap] = 0;
    this.#count -= 1;
  }

  /** Copies the ends of a slot to `ints` at `at`: {@link KEY_WORDS} words. */
  copyEnds(slot: number, ints: Int32Array, at: number): void {
    for (let each = 0; each < KEY_WORDS; each += 1) ints[at + each] = this.#keys[slot * KEY_WORDS + each]!;
  }

  /** Remembers ends that were copied from another slot, for {@link end}. */
  restoreEnds(slot: number, ints: Int32Array, at: number): void {
    if (slot >= this.#hashes.length) this.#widen(slot);
    for (let each = 0; each < KEY_WORDS; each += 1) this.#keys[slot * KEY_WORDS + each] = ints[at + each]!;
  }

  /** Address bytes and port of the lower or the higher end of a slot. Allocates. */
  end(slot: number, lower: boolean): { readonly address: Uint8Array; readonly port: number } {
    const key = slot * KEY_WORDS;
    const ports = this.#keys[key + 8]!;
    const length = this.#keys[key + 9]!;
    const address = new Uint8Array(length);
    const view = new DataView(address.buffer);
    for (let each = 0; each < length / 4; each += 1) {
      view.setInt32(each * 4, this.#keys[key + (lower ? 0 : 4) + each]!);
    }
    return { address, port: lower ? ports >>> 16 : ports & 0xffff };
  }

  /** Length of the addresses of a slot: 4 or 16. */
  addressLength(slot: number): number {
    return this.#keys[slot * KEY_WORDS + 9]!;
  }

  /** An end of a slot as a key: equal for equal addresses and ports. IPv4 does without a string. */
  endKey(slot: number, lower: boolean): number | string {
    const key = slot * KEY_WORDS;
    const ports = this.#keys[key + 8]!;
    const port = lower ? ports >>> 16 : ports & 0xffff;
    const address = key + (lower ? 0 : 4);
    if (this.addressLength(slot) === 4) return (this.#keys[address]! >>> 0) * 0x10000 + port;
    return `${this.#keys.subarray(address, address + 4).join(' ')} ${port}`;
  }

  #read(
    data: Uint8Array,
    source: number,
    destination: number,
    length: number,
    sourcePort: number,
    destinationPort: number,
  ): void {
    const probe = this.#probe;
    let order = 0;
    for (let at = 0; at < length && order === 0; at += 4) {
      order = (word(data, source + at) >>> 0) - (word(data, destination + at) >>> 0);
    }
    if (order === 0) order = sourcePort - destinationPort;
    this.fromLower = order <= 0;
    const low = order <= 0 ? source : destination;
    const high = order <= 0 ? destination : source;
    let hash = length;
    for (let at = 0, each = 0; at < 16; at += 4, each += 1) {
      const present = at < length;
      const lowWord = present ? word(data, low + at) : 0;
      const highWord = present ? word(data, high + at) : 0;
      probe[each] = lowWord;
      probe[4 + each] = highWord;
      if (present) hash = mix(mix(hash, lowWord), highWord);
    }
    const ports = order <= 0 ? (sourcePort << 16) | destinationPort : (destinationPort << 16) | sourcePort;
    probe[8] = ports;
    probe[9] = length;
    this.#probeHash = mix(hash, ports);
    this.hash = this.#probeHash;
  }

  #isAt(slot: number): boolean {
    const key = slot * KEY_WORDS;
    for (let each = 0; each < KEY_WORDS; each += 1) {
      if (this.#keys[key + each] !== this.#probe[each]) return false;
    }
    return true;
  }

  #placeOf(slot: number): number {
    const mask = this.#index.length - 1;
    let at = this.#hashes[slot]! & mask;
    while (this.#index[at] !== slot + 1) at = (at + 1) & mask;
    return at;
  }

  #put(slot: number): void {
    const mask = this.#index.length - 1;
    let at = this.#hashes[slot]! & mask;
    while (this.#index[at] !== 0) at = (at + 1) & mask;
    this.#index[at] = slot + 1;
  }

  #grow(): void {
    const slots = this.#index.filter((entry) => entry !== 0);
    this.#index = new Int32Array(this.#index.length * 2);
    for (const entry of slots) this.#put(entry - 1);
  }

  #widen(slot: number): void {
    const rows = Math.max(slot + 1, this.#hashes.length * 2);
    const keys = new Int32Array(rows * KEY_WORDS);
    keys.set(this.#keys);
    this.#keys = keys;
    const hashes = new Int32Array(rows);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
  }
}
