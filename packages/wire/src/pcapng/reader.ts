/**
 * A push reader for pcapng (draft-ietf-opsawg-pcapng): bytes go in as they come, packets come out one at a time.
 *
 *     section header ─▶ byte order, no interfaces
 *     interface      ─▶ link type, snap length, clock
 *     packet         ─▶ next() is true
 *     anything else  ─▶ stepped over
 *
 * A block's first length is believed once it is sound; from there on a wrong block is counted as a problem and the next one
 * is read. When no sound length follows, the file is damaged from there on, and that is an error.
 *
 * Goals: no allocation per packet, no copy of a block that lies whole in a chunk, memory bounded by the largest block that
 * is accepted and the most interfaces. Not goals: comments, name resolution, statistics, secrets.
 *
 * The bytes of a chunk are borrowed, not copied: the caller leaves a chunk alone until `next()` has returned `false`.
 */
import { readU16, readU16Little, readU32, readU32Little } from '../bytes.ts';
import type { CaptureError } from '../capture-error.ts';
import type { CaptureEnd } from '../capture/end.ts';
import type { CaptureProblem, CaptureProblemKind } from '../capture/problems.ts';
import { ProblemTally } from '../capture/problems.ts';
import { ByteFeed } from '../feed.ts';
import { nanosecondsPerSecond } from '../time.ts';
import {
  blockLengthOffset,
  blockTailBytes,
  blockType,
  enhancedField,
  interfaceField,
  obsoleteField,
  simpleField,
  smallestBlockBytes,
} from './block.ts';
import { PcapngClock } from './clock.ts';
import type { PcapngInterface } from './interface.ts';
import { parseInterface } from './interface.ts';
import { checkLength, refuseStart, sectionIsLittle, sectionTrouble } from './section.ts';

/** More than any machine has; each costs well under a kilobyte. */
const mostInterfaces = 16_384;

/**
 * Reads pcapng, pushed in chunks of any size; used as {@link PcapReader} is. The fields describe the packet of the last
 * `next()` that returned `true`, and hold until the next call of `next()` or `push()`. They are read only to callers.
 */
export class PcapngReader {
  /** LINKTYPE number of the packet's interface. */
  linkType: number = 0;
  /** The array that holds the packet's bytes, shared with other packets. */
  data: Uint8Array = new Uint8Array(0);
  /** Where in `data` the packet begins. */
  offset: number = 0;
  /** Bytes of the packet that were kept; all of them lie in `data`. */
  capturedLength: number = 0;
  /** Bytes the packet had when it was seen, as the file says. */
  originalLength: number = 0;
  /** Simple packets have none; then it is 0. */
  hasTimestamp: boolean = false;
  /** Whole seconds of the timestamp, since 1970-01-01 UTC. Negative only by an interface's offset. */
  seconds: number = 0;
  /** The rest of the timestamp, rounded down. Below 10^9. */
  nanoseconds: number = 0;
  /** 1-based number of the packet in the file, those passed over as problems counted; 0 before the first. */
  frameNumber: number = 0;
  /** Index of the packet's interface in `interfaces`. */
  interfaceId: number = 0;
  /** Sections begun so far. Each has interfaces of its own, numbered from 0. */
  sections: number = 0;

  readonly #feed = new ByteFeed();
  readonly #problems = new ProblemTally();
  #interfaces: PcapngInterface[] = [];
  #clocks: PcapngClock[] = [];
  #little = false;
  #failure: CaptureError | null = null;

  // the current block
  #block: Uint8Array = this.data;
  #at = 0;
  #length = 0;

  /** Takes the next bytes of the input; call `next()` until it returns `false` before pushing again. */
  push(chunk: Uint8Array): void {
    this.#feed.push(chunk);
  }

  /**
   * Moves on to the next packet. `false`: more bytes must be pushed first, or the input is at its end.
   * Throws {@link CaptureError} `not-pcapng`, `pcapng-version-unsupported`, `pcapng-block-malformed` or
   * `pcapng-block-too-long` at a block behind which nothing can be read, and again on every later call.
   */
  next(): boolean {
    if (this.#failure !== null) throw this.#failure;
    while (this.#nextBlock()) if (this.#takeBlock()) return true;
    return false;
  }

  /** Timestamp of the packet in nanoseconds since 1970-01-01 UTC. */
  timestampNs(): bigint {
    return BigInt(this.seconds) * BigInt(nanosecondsPerSecond) + BigInt(this.nanoseconds);
  }

  /** The interfaces of the section so far. */
  get interfaces(): readonly PcapngInterface[] {
    return this.#interfaces;
  }

  /** What was passed over so far, by kind. */
  problems(): readonly CaptureProblem[] {
    return this.#problems.list();
  }

  /**
   * Says that the input has ended; call it after `next()` has returned `false`.
   * Throws {@link CaptureError} when the first section header never came: `not-pcapng` or `pcapng-header-truncated`.
   */
  finish(): CaptureEnd {
    const feed = this.#feed;
    if (this.sections === 0) refuseStart(feed.carry.subarray(0, feed.carried));
    return { truncated: feed.unread > 0, leftoverBytes: feed.unread, frames: this.frameNumber };
  }

  #nextBlock(): boolean {
    const feed = this.#feed;
    const at = feed.position;
    if (feed.carried === 0) {
      const left = feed.chunk.length - at;
      if (left >= smallestBlockBytes) {
        const length = this.#claimedLength(feed.chunk, at);
        if (left >= length) {
          feed.position = at + length;
          this.#block = feed.chunk;
          this.#at = at;
          this.#length = length;
          return true;
        }
      }
    }
    return this.#nextCarriedBlock();
  }

  /** The slow path: a block that arrives in more than one chunk. */
  #nextCarriedBlock(): boolean {
    const feed = this.#feed;
    if (!feed.carryUntil(smallestBlockBytes)) return false;
    const length = this.#claimedLength(feed.carry, 0);
    if (!feed.carryUntil(length)) return false;
    feed.carried = 0;
    this.#block = feed.carry;
    this.#at = 0;
    this.#length = length;
    return true;
  }

  /** The length of the block at `at`, of which the smallest possible part is there. A section sets the byte order first. */
  #claimedLength(data: Uint8Array, at: number): number {
    if (readU32(data, at) === blockType.section) {
      this.#little = sectionIsLittle(data, at, this.frameNumber + 1);
    } else if (this.sections === 0) {
      refuseStart(data.subarray(at));
    }
    const length = this.#u32(data, at + blockLengthOffset);
    checkLength(length, this.frameNumber + 1);
    return length;
  }

  #takeBlock(): boolean {
    const data = this.#block;
    const at = this.#at;
    const length = this.#length;
    if (this.#u32(data, at + length - blockTailBytes) !== length) this.#count('block-length-mismatch');
    switch (this.#u32(data, at)) {
      case blockType.enhancedPacket:
        return this.#takePacket(this.#u32(data, at + enhancedField.interfaceId));
      case blockType.simplePacket:
        return this.#takeSimplePacket();
      case blockType.obsoletePacket:
        return this.#takePacket(this.#u16(data, at + obsoleteField.interfaceId));
      case blockType.interface:
        this.#takeInterface();
        return false;
      case blockType.section:
        this.#beginSection();
        return false;
      default:
        return false;
    }
  }

  #takePacket(interfaceId: number): boolean {
    this.frameNumber += 1;
    const data = this.#block;
    const at = this.#at;
    const room = this.#length - enhancedField.packet - blockTailBytes;
    if (room < 0) return this.#passOver('short-block');
    const capturedLength = this.#u32(data, at + enhancedField.capturedLength);
    if (capturedLength > room) return this.#passOver('packet-exceeds-block');
    const clock = this.#clocks[interfaceId];
    if (clock === undefined) return this.#passOver('unknown-interface');
    clock.set(
      this.#u32(data, at + enhancedField.timestampHigh),
      this.#u32(data, at + enhancedField.timestampLow),
    );
    this.data = data;
    this.offset = at + enhancedField.packet;
    this.capturedLength = capturedLength;
    this.originalLength = this.#u32(data, at + enhancedField.originalLength);
    this.hasTimestamp = true;
    this.seconds = clock.seconds;
    this.nanoseconds = clock.nanoseconds;
    this.interfaceId = interfaceId;
    this.linkType = this.#interfaces[interfaceId]!.linkType;
    return true;
  }

  /** A simple packet belongs to the first interface; its captured length is what the snap length leaves of it. */
  #takeSimplePacket(): boolean {
    this.frameNumber += 1;
    const room = this.#length - simpleField.packet - blockTailBytes;
    if (room < 0) return this.#passOver('short-block');
    const from = this.#interfaces[0];
    if (from === undefined) return this.#passOver('unknown-interface');
    const originalLength = this.#u32(this.#block, this.#at + simpleField.originalLength);
    const kept = from.snapLength === 0 ? originalLength : Math.min(from.snapLength, originalLength);
    // a snap length that a writer did not keep to must not cost the packet
    this.capturedLength = Math.min(kept, room);
    this.data = this.#block;
    this.offset = this.#at + simpleField.packet;
    this.originalLength = originalLength;
    this.hasTimestamp = false;
    this.seconds = 0;
    this.nanoseconds = 0;
    this.interfaceId = 0;
    this.linkType = from.linkType;
    return true;
  }

  #beginSection(): void {
    this.#failure = sectionTrouble(this.#block, this.#at, this.#length, this.#little);
    if (this.#failure !== null) throw this.#failure;
    this.sections += 1;
    this.#interfaces = [];
    this.#clocks = [];
  }

  #takeInterface(): void {
    if (this.#length < interfaceField.options + blockTailBytes) return this.#count('short-block');
    if (this.#clocks.length === mostInterfaces) return this.#count('too-many-interfaces');
    const described = parseInterface(this.#block, this.#at, this.#length, this.#little, () =>
      this.#count('bad-interface-option'),
    );
    this.#interfaces.push(described);
    this.#clocks.push(new PcapngClock(described.timestampResolution, described.timestampOffset));
  }

  #passOver(problem: CaptureProblemKind): boolean {
    this.#count(problem);
    return false;
  }

  #count(problem: CaptureProblemKind): void {
    this.#problems.add(problem, this.frameNumber);
  }

  #u16(data: Uint8Array, at: number): number {
    return this.#little ? readU16Little(data, at) : readU16(data, at);
  }

  #u32(data: Uint8Array, at: number): number {
    return this.#little ? readU32Little(data, at) : readU32(data, at);
  }
}
