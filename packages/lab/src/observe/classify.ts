/**
 * Tells what each packet of one connection is, as one vantage sees it: SYN, DATA, a repetition, which form of reset.
 * Small and exact for the lab's single connections; it assumes that the capture saw the handshake.
 */
import type { IcmpKind, SegmentKind, Side } from '@halfopen/catalogue';
import { seq, seqAdd, seqDiff } from '@halfopen/wire';
import type { SeenPacket } from './record.ts';

/** A TCP segment of the connection, its numbers absolute. */
export interface RawSegment {
  readonly frame: number;
  readonly atNs: number;
  readonly by: Side;
  readonly flags: {
    readonly syn: boolean;
    readonly ack: boolean;
    readonly fin: boolean;
    readonly rst: boolean;
  };
  readonly seq: number;
  readonly ack: number;
  readonly lengthBytes: number;
  /** All control bits, as in the header. */
  readonly controlBits: number;
  /** As in the header, unscaled. */
  readonly window: number;
  /** Window scale option, on SYN and SYN-ACK. */
  readonly windowScale: number | null;
  readonly ttl: number;
  readonly ipId: number;
}

/** An ICMP error that quotes the connection. */
export interface RawIcmp {
  readonly frame: number;
  readonly atNs: number;
  readonly type: IcmpKind;
  readonly ttl: number;
  readonly ipId: number;
  /** Sequence number in the quoted header. */
  readonly quotedSeq: number;
}

interface Direction {
  initialSeq: number | null;
  /** One past the highest sequence number sent, FIN and SYN included. */
  next: number;
  /** Highest acknowledgement received for it. */
  acked: number;
  windowShift: number;
}

function unseen(): Direction {
  return { initialSeq: null, next: 0, acked: 0, windowShift: 0 };
}

const other: Readonly<Record<Side, Side>> = { client: 'server', server: 'client' };

export class Classifier {
  #sides: Readonly<Record<Side, Direction>> = { client: unseen(), server: unseen() };
  #synAckSeen = false;
  #handshakeAckSeen = false;

  /** Next segment in capture order. */
  segment(raw: RawSegment): SeenPacket {
    if (this.#beginsAnew(raw)) this.#forget();
    const own = this.#sides[raw.by];
    const peer = this.#sides[other[raw.by]];
    const retransmitted = this.#isRepeat(raw, own);
    const type = this.#kind(raw, own);
    this.#learn(raw, own, type);
    const initialSeq = own.initialSeq ?? raw.seq;
    return {
      frame: raw.frame,
      atNs: raw.atNs,
      by: raw.by,
      type,
      retransmitted,
      seq: type === 'RST-S' ? 0 : seqDiff(seq(raw.seq), seq(initialSeq)),
      ack: raw.flags.ack ? seqDiff(seq(raw.ack), seq(peer.initialSeq ?? raw.ack)) : null,
      lengthBytes: raw.lengthBytes,
      windowBytes: raw.flags.syn ? raw.window : raw.window * 2 ** own.windowShift,
      ttl: raw.ttl,
      // Only what stands in the packet: what it is taken for depends on what a vantage saw before.
      identity: [raw.by, raw.ipId, raw.seq, raw.ack, raw.controlBits, raw.lengthBytes].join(' '),
    };
  }

  /** Next ICMP error in capture order. */
  icmp(raw: RawIcmp): SeenPacket {
    return {
      frame: raw.frame,
      atNs: raw.atNs,
      by: 'middle',
      type: raw.type,
      retransmitted: false,
      seq: 0,
      ack: null,
      lengthBytes: 0,
      windowBytes: 0,
      ttl: raw.ttl,
      identity: ['icmp', raw.ipId, raw.type, raw.quotedSeq].join(' '),
    };
  }

  /** A SYN with another initial sequence number: the addresses are used for a new connection. */
  #beginsAnew({ by, flags, seq: number }: RawSegment): boolean {
    const { initialSeq } = this.#sides[by];
    return flags.syn && !flags.ack && initialSeq !== null && initialSeq !== number;
  }

  #forget(): void {
    this.#sides = { client: unseen(), server: unseen() };
    this.#synAckSeen = false;
    this.#handshakeAckSeen = false;
  }

  #isRepeat(raw: RawSegment, own: Direction): boolean {
    if (raw.flags.rst || own.initialSeq === null) return false;
    if (raw.flags.syn) return true;
    const occupies = raw.lengthBytes + (raw.flags.fin ? 1 : 0);
    return occupies > 0 && seqDiff(seq(raw.seq), seq(own.next)) < 0;
  }

  #kind(raw: RawSegment, own: Direction): SegmentKind {
    if (raw.flags.rst) {
      if (!raw.flags.ack) return 'RST-P';
      return raw.seq === 0 ? 'RST-S' : 'RST-A';
    }
    if (raw.flags.syn) return raw.flags.ack ? 'SYN-ACK' : 'SYN';
    if (raw.flags.fin) return 'FIN';
    const behind = own.initialSeq !== null && seqDiff(seq(raw.seq), seq(own.next)) === -1;
    const probes = raw.lengthBytes === 0 || (raw.lengthBytes === 1 && own.acked === own.next);
    if (behind && probes) return 'KEEPALIVE';
    if (raw.lengthBytes > 0) return 'DATA';
    if (raw.by === 'client' && this.#synAckSeen && !this.#handshakeAckSeen) return 'HANDSHAKE-ACK';
    return 'ACK';
  }

  #learn(raw: RawSegment, own: Direction, type: SegmentKind): void {
    if (type === 'SYN-ACK') this.#synAckSeen = true;
    if (type === 'HANDSHAKE-ACK') this.#handshakeAckSeen = true;
    if (raw.flags.ack) this.#sides[other[raw.by]].acked = raw.ack;
    if (raw.flags.rst || type === 'KEEPALIVE') return;
    if (raw.flags.syn) {
      own.initialSeq ??= raw.seq;
      own.windowShift = raw.windowScale ?? 0;
    }
    const occupies = raw.lengthBytes + (raw.flags.syn ? 1 : 0) + (raw.flags.fin ? 1 : 0);
    const end = seqAdd(seq(raw.seq), occupies);
    if (own.initialSeq !== null && seqDiff(end, seq(own.next)) > 0) own.next = end;
    if (raw.flags.syn && own.next === 0) own.next = end;
  }
}
