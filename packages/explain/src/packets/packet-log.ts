/** The packets of connections, kept when they are asked for: for ladders, and for holding several captures against each other. */
import { type FrameView, TcpFlag } from '@halfopen/wire';
import type { SideFacts } from '../facts/side-facts.ts';

/** One segment, or an ICMP error about one. */
export interface LoggedPacket {
  readonly frame: number;
  /** Nanoseconds since the capture's first frame. */
  readonly ns: number;
  /** Which side sent it, 0 or 1; of an ICMP error: whose segment it quotes. */
  readonly side: 0 | 1;
  /** TCP control bits; -1: an ICMP error. */
  readonly flags: number;
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

/** Keeps the first packets of every connection, as long as there is room, and counts the rest. */
export class PacketLog {
  readonly #most: number;
  readonly #bySlot = new Map<number, LoggedPacket[]>();
  readonly #dropped = new Map<number, number>();
  #kept = 0;

  /** `most`: packets kept of one connection. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Notes a packet that the facts have taken in: `sender` is the side `side`. */
  note(slot: number, side: 0 | 1, sender: SideFacts, frame: FrameView, at: number, ns: number): void {
    const packets = this.#bySlot.get(slot) ?? [];
    if (packets.length === 0) this.#bySlot.set(slot, packets);
    if (packets.length >= this.#most || this.#kept >= MOST_IN_ALL) {
      this.#dropped.set(slot, (this.#dropped.get(slot) ?? 0) + 1);
      return;
    }
    this.#kept += 1;
    const isTcp = frame.kind === 'tcp';
    const isReset = isTcp && (frame.flags & TcpFlag.RST) !== 0;
    packets.push({
      frame: at,
      ns,
      side,
      flags: isTcp ? frame.flags : -1,
      seq: frame.seqNumber,
      ack: frame.ackNumber,
      lengthBytes: frame.payloadLength,
      windowBytes: (frame.flags & TcpFlag.SYN) !== 0 ? frame.window : frame.window << sender.windowShift,
      ttl: frame.ttl,
      ipId: frame.ipId,
      word: isTcp && !isReset ? sender.lastKind : 0,
      reset: isReset ? sender.rstLastForm : 0,
      repetition: isTcp ? repetitionOf(packets, side, frame) : 0,
      icmpType: isTcp ? -1 : frame.icmp.type,
      icmpCode: isTcp ? -1 : frame.icmp.code,
      payloadHash: isTcp ? hashPayload(frame) : 0,
    });
  }

  /** The packets of a connection belong to another slot from now on. */
  move(from: number, to: number): void {
    const packets = this.#bySlot.get(from);
    if (packets !== undefined) this.#bySlot.set(to, packets);
    const dropped = this.#dropped.get(from);
    if (dropped !== undefined) this.#dropped.set(to, dropped);
    this.#bySlot.delete(from);
    this.#dropped.delete(from);
  }

  /** The packets of a slot and how many more there were; forgets them. */
  take(slot: number): { readonly packets: readonly LoggedPacket[]; readonly dropped: number } {
    const packets = this.#bySlot.get(slot) ?? [];
    const dropped = this.#dropped.get(slot) ?? 0;
    this.#kept -= packets.length;
    this.#bySlot.delete(slot);
    this.#dropped.delete(slot);
    return { packets, dropped };
  }
}

const TAKES_SEQUENCE: number = TcpFlag.SYN | TcpFlag.FIN;

function repetitionOf(packets: readonly LoggedPacket[], side: 0 | 1, frame: FrameView): number {
  if (frame.payloadLength === 0 && (frame.flags & TAKES_SEQUENCE) === 0) return 0;
  let times = 0;
  for (const each of packets) {
    if (each.seq !== frame.seqNumber || each.side !== side || each.reset !== 0) continue;
    if (each.lengthBytes > 0 || (each.flags & TAKES_SEQUENCE) !== 0) times += 1;
  }
  return times;
}
