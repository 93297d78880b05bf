/**
 * The same frame twice: a capture of all interfaces sees a forwarded packet come and go, one on both sides of a router sees it
 * with a smaller TTL. A real repetition has another IP identification, or comes at least a round trip later.
 *
 * A direct-mapped cache of what passed lately; a collision costs a duplicate that is not noticed, nothing else.
 */
import { type FrameView, TcpFlag } from '@halfopen/wire';

const ENTRIES = 4096;
/** So many frames without a copy, and copies are not what this capture is full of. */
const LATELY = 1000;
/** With an identification a packet names itself; without one only near twins are taken for the same. */
const WITH_ID_NS = 50_000_000;
const WITHOUT_ID_NS = 2_000_000;
/** Segments that take sequence numbers are not sent again within so short a time; acknowledgements and resets may be. */
const TAKES_SEQUENCE: number = TcpFlag.SYN | TcpFlag.FIN;

/** Notices frames that came before. */
export class DuplicateWatch {
  readonly #hashes: Int32Array = new Int32Array(ENTRIES);
  readonly #times: Float64Array = new Float64Array(ENTRIES).fill(-Infinity);
  readonly #ttls: Int32Array = new Int32Array(ENTRIES);

  #lately = 0;
  #foundAt = -Infinity;

  /** Copies have been found lately, more than one: every frame must be shown to {@link seenBefore}, or later ones would be missed. */
  isBusy(at: number): boolean {
    return this.#lately > 1 && at - this.#foundAt < LATELY;
  }

  /** Whether a segment between ends with this hash is one that was seen shortly before. */
  seenBefore(ends: number, frame: FrameView, at: number, ns: number): boolean {
    let hash = Math.imul(ends ^ frame.srcPort, 0x9e3779b1);
    hash = Math.imul(hash ^ frame.seqNumber, 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash ^ frame.ackNumber, 0xc2b2ae35);
    hash ^= hash >>> 13;
    hash = Math.imul(hash ^ (frame.ipId + (frame.window << 16)), 0x27d4eb2f);
    hash = Math.imul(hash ^ (frame.flags + (frame.payloadLength << 8)), 0x165667b1);
    hash ^= hash >>> 16;
    const entry = hash & (ENTRIES - 1);
    const age = ns - this.#times[entry]!;
    const same = this.#hashes[entry] === hash;
    const ttlBefore = this.#ttls[entry];
    this.#hashes[entry] = hash;
    this.#times[entry] = ns;
    this.#ttls[entry] = frame.ttl;
    if (!same || age < 0) return false;
    const isCopy = frame.ipId > 0 ? age <= WITH_ID_NS : isCopyWithoutId(frame, age, ttlBefore !== frame.ttl);
    if (isCopy) {
      this.#lately = at - this.#foundAt < LATELY ? this.#lately + 1 : 1;
      this.#foundAt = at;
    }
    return isCopy;
  }
}

function isCopyWithoutId(frame: FrameView, ageNs: number, isAtOtherHop: boolean): boolean {
  const takesSequence = frame.payloadLength > 0 || (frame.flags & TAKES_SEQUENCE) !== 0;
  return ageNs <= WITHOUT_ID_NS && (takesSequence || isAtOtherHop);
}
