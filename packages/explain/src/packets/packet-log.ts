/**
 * The packets of connections, kept when they are asked for: for ladders, and for holding several captures against each other.
 * Of a long connection the first ones stay, and the last ones move on:
 *
 *     packets   1 2 3 4 5 6 7 8 9 10 11 12
 *     kept      ╰─ first ─╯       ╰ last ╯   six and three of nine; the three between are counted
 */
import { keptBytes } from './kept-bytes.ts';
import type { PacketsWanted } from './packets-wanted.ts';
import { type FrameView, TcpFlag } from '@halfopen/wire';
import type { SideFacts } from '../facts/side-facts.ts';
import { Repetitions } from './repetitions.ts';

/** One segment, or an ICMP error about one. */
export interface LoggedPacket {
  readonly frame: number;
  /** Nanoseconds since the capture's first frame. */
  readonly ns: number;
  /** Which side sent it, 0 or 1; of an ICMP error: whose segment it quotes. */
  readonly side: 0 | 1;
  /** TCP control bits; -1: an ICMP error. */
  readonly flags: number;
  /** Of an ICMP error: that of the segment it quotes; -1: not in the quote. */
  readonly seq: number;
  readonly ack: number;
  readonly lengthBytes: number;
  readonly windowBytes: number;
  readonly ttl: number;
  readonly ipId: number;
  /** SegmentWord as the facts have it; 0 for resets and ICMP errors. */
  readonly word: number;
  /** ResetWord of a reset; 0: none. */
  readonly reset: number;
  /** How many times its bytes, SYN or FIN had been sent before. */
  readonly repetition: number;
  readonly icmpType: number;
  readonly icmpCode: number;
  /** A number that equal payloads share, over as much of it as was captured, 256 bytes at most. */
  readonly payloadHash: number;
  /** From the innermost IP header to the end of TCP's header or of the ICMP message, and as much payload as was wanted; `null`: not kept. */
  readonly bytes: Uint8Array | null;
}

const MOST_HASHED = 256;

function hashPayload({ data, payloadOffset, payloadCaptured }: FrameView): number {
  let hash = 0x811c9dc5;
  const end = payloadOffset + Math.min(payloadCaptured, MOST_HASHED);
  for (let at = payloadOffset; at < end; at += 1) hash = Math.imul(hash ^ data[at]!, 0x01000193);
  return hash >>> 0;
}

/** All connections together keep no more than this: some 40 MB. */
const MOST_IN_ALL = 250_000;

/** What is kept of one connection. */
interface Kept {
  readonly first: LoggedPacket[];
  /** A ring once it is full. */
  readonly last: LoggedPacket[];
  /** Where the oldest of `last` is. */
  oldest: number;
  dropped: number;
  readonly repetitions: Repetitions;
}

/** Packets of one connection, in order of capture. */
export interface KeptPackets {
  readonly packets: readonly LoggedPacket[];
  /** How many more there were: behind the first `before` of these, all in one place. */
  readonly dropped: number;
  /** Infinity: none was dropped. */
  readonly before: number;
}

/** Keeps packets of every connection, as long as there is room, and counts the rest. */
export class PacketLog {
  readonly #wanted: PacketsWanted;
  readonly #bySlot = new Map<number, Kept>();
  #kept = 0;
  #connections = 0;

  constructor(wanted: PacketsWanted) {
    this.#wanted = wanted;
  }

  /** Notes a packet that the facts have taken in: `sender` is the side `side`. */
  note(slot: number, side: 0 | 1, sender: SideFacts, frame: FrameView, at: number, ns: number): void {
    let kept = this.#bySlot.get(slot);
    if (kept === undefined) {
      if (!this.#isWanted(frame)) return;
      this.#connections += 1;
      kept = { first: [], last: [], oldest: 0, dropped: 0, repetitions: new Repetitions() };
      this.#bySlot.set(slot, kept);
    }
    const { most, last = 0 } = this.#wanted;
    const inAll = kept.first.length + kept.last.length;
    const isFull = this.#kept >= MOST_IN_ALL;
    const isFirst = kept.dropped === 0 && kept.last.length === 0 && inAll < most - last && !isFull;
    if (!isFirst && (kept.first.length === 0 || (kept.last.length === 0 && (isFull || last === 0)))) {
      kept.dropped += 1;
      return;
    }
    const packet = this.#packet(side, sender, frame, at, ns, kept.repetitions.upTo(inAll + 1));
    if (isFirst) kept.first.push(packet);
    else if (kept.oldest === 0 && kept.last.length < last && !isFull) kept.last.push(packet);
    else {
      kept.last[kept.oldest] = packet;
      kept.oldest = (kept.oldest + 1) % kept.last.length;
      kept.dropped += 1;
      return;
    }
    this.#kept += 1;
  }

  #packet(
    side: 0 | 1,
    sender: SideFacts,
    frame: FrameView,
    at: number,
    ns: number,
    repetitions: Repetitions,
  ): LoggedPacket {
    const isTcp = frame.kind === 'tcp';
    const isReset = isTcp && (frame.flags & TcpFlag.RST) !== 0;
    return {
      frame: at,
      ns,
      side,
      flags: isTcp ? frame.flags : -1,
      seq: isTcp ? frame.seqNumber : frame.icmp.quotedSeqNumber,
      ack: frame.ackNumber,
      lengthBytes: frame.payloadLength,
      windowBytes: (frame.flags & TcpFlag.SYN) !== 0 ? frame.window : frame.window << sender.windowShift,
      ttl: frame.ttl,
      ipId: frame.ipId,
      word: isTcp && !isReset ? sender.lastKind : 0,
      reset: isReset ? sender.rstLastForm : 0,
      repetition: isTcp ? repetitions.count(side, frame.seqNumber, frame.flags, frame.payloadLength) : 0,
      icmpType: isTcp ? -1 : frame.icmp.type,
      icmpCode: isTcp ? -1 : frame.icmp.code,
      payloadHash: isTcp ? hashPayload(frame) : 0,
      bytes: this.#wanted.bytes === undefined ? null : keptBytes(frame, this.#wanted.bytes),
    };
  }

  /** The packets of a connection belong to another slot from now on. */
  move(from: number, to: number): void {
    const kept = this.#bySlot.get(from);
    if (kept !== undefined) this.#bySlot.set(to, kept);
    this.#bySlot.delete(from);
  }

  /** The packets of a slot; forgets them. */
  take(slot: number): KeptPackets {
    const kept = this.#bySlot.get(slot);
    if (kept === undefined) return { packets: [], dropped: 0, before: Infinity };
    const { first, last, oldest, dropped } = kept;
    this.#kept -= first.length + last.length;
    this.#bySlot.delete(slot);
    const packets = last.length === 0 ? first : [...first, ...last.slice(oldest), ...last.slice(0, oldest)];
    return { packets, dropped, before: dropped === 0 ? Infinity : first.length };
  }

  /** Whether the connection that begins with a frame is one of those that are asked for. */
  #isWanted({ srcPort, dstPort }: FrameView): boolean {
    const { ports, connections = Infinity } = this.#wanted;
    if (this.#connections >= connections) return false;
    if (ports === undefined) return true;
    const [one, other] = ports;
    return (srcPort === one && dstPort === other) || (srcPort === other && dstPort === one);
  }
}
