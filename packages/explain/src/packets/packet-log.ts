/** The packets of connections, kept when they are asked for: for ladders, and for holding several captures against each other. */
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
  readonly packets: LoggedPacket[];
  dropped: number;
  readonly repetitions: Repetitions;
}

/** Keeps the first packets of every connection, as long as there is room, and counts the rest. */
export class PacketLog {
  readonly #wanted: PacketsWanted;
  readonly #bySlot = new Map<number, Kept>();
  #kept = 0;

  constructor(wanted: PacketsWanted) {
    this.#wanted = wanted;
  }

  /** Notes a packet that the facts have taken in: `sender` is the side `side`. */
  note(slot: number, side: 0 | 1, sender: SideFacts, frame: FrameView, at: number, ns: number): void {
    let kept = this.#bySlot.get(slot);
    if (kept === undefined) {
      if (!this.#isWanted(frame)) return;
      kept = { packets: [], dropped: 0, repetitions: new Repetitions() };
      this.#bySlot.set(slot, kept);
    }
    const { packets, repetitions } = kept;
    if (packets.length >= this.#wanted.most || this.#kept >= MOST_IN_ALL) {
      kept.dropped += 1;
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
      bytes: this.#wanted.bytes === undefined ? null : bytesOf(frame, this.#wanted.bytes.payload),
    });
  }

  /** The packets of a connection belong to another slot from now on. */
  move(from: number, to: number): void {
    const kept = this.#bySlot.get(from);
    if (kept !== undefined) this.#bySlot.set(to, kept);
    this.#bySlot.delete(from);
  }

  /** The packets of a slot and how many more there were; forgets them. */
  take(slot: number): { readonly packets: readonly LoggedPacket[]; readonly dropped: number } {
    const { packets = [], dropped = 0 } = this.#bySlot.get(slot) ?? {};
    this.#kept -= packets.length;
    this.#bySlot.delete(slot);
    return { packets, dropped };
  }

  /** Whether the connection that begins with a frame is one of those that are asked for. */
  #isWanted({ srcPort, dstPort }: FrameView): boolean {
    const { ports } = this.#wanted;
    if (ports === undefined) return true;
    const [one, other] = ports;
    return (srcPort === one && dstPort === other) || (srcPort === other && dstPort === one);
  }
}

function bytesOf(
  { data, ipOffset, ipTotalLength, kind, payloadOffset, payloadLength, captureEnd }: FrameView,
  payload: number,
): Uint8Array {
  // what a card or a tunnel put behind the packet is not its payload
  const end = kind === 'tcp' ? payloadOffset + Math.min(payloadLength, payload) : ipOffset + ipTotalLength;
  return data.slice(ipOffset, Math.min(captureEnd, end));
}
