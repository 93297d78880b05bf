/**
 * What a ladder is made of: rows from top to bottom, each with what happened at the client's end, at the server's end
 * and between them. No text widths and no colours, so that it can be painted as text or as a picture.
 *
 *     row 0   client: connect entered, SYN-SENT     ── whole arrow ──▶    server: SYN-RECEIVED
 *     row 1                                         ── departure ──╮                             track 0 begins
 *     row 2   client: recv returned                 ◀── whole ─────┼──                           track 0 passes
 *     row 3                                                        ╰──▶   server: CLOSED         track 0 ends
 *
 * Down each end's column time never runs backwards. A packet is one row where that holds, two where it would not.
 */
import type { Side, Vantage } from '@halfopen/catalogue';
import type { CallEvent, FaultEvent, KernelEvent, PacketEvent, StateEvent } from '../events.ts';

/** A call, or that part of it that its row shows. */
export interface CallMark {
  readonly event: CallEvent;
  /** `whole`: entry and return in one. `blocked`: the run ended and it had not returned. */
  readonly part: 'whole' | 'entry' | 'return' | 'blocked';
  /** When the part shown happened; `null` for `blocked`. */
  readonly atNs: number | null;
}

/** What a row shows at one end. */
export interface LadderEnd {
  /** The packet's time at this end if the row has one that touches it, else the time of what is shown. */
  readonly atNs: number | null;
  readonly call: CallMark | null;
  readonly state: StateEvent | null;
  readonly kernel: readonly KernelEvent[];
}

/** Where a packet was lost, as far as the captures can say. */
export type Loss = 'before-router' | 'after-router' | 'somewhere';

/** A frame that holds a packet. */
export interface FrameNumber {
  readonly number: number;
  /** Whose capture it is in; `null`: there is only one. */
  readonly of: Vantage | null;
}

/** A packet, or one half of it. */
export interface LadderArrow {
  readonly packet: PacketEvent;
  /** `whole` for a lost packet too. */
  readonly piece: 'whole' | 'departure' | 'arrival';
  /** The track that joins the two halves; `null` for a whole arrow. */
  readonly track: number | null;
  readonly loss: Loss | null;
  /** Its frame numbers, from the client's on, as far as they are to be shown; empty: not asked for. */
  readonly frames: readonly FrameNumber[];
}

/** Something happened at an end, or on the way, or both. Neither end: a packet that the router made and nobody received. */
export interface EventRow {
  readonly kind: 'event';
  readonly client: LadderEnd | null;
  readonly server: LadderEnd | null;
  readonly arrow: LadderArrow | null;
  /** Tracks of split packets that are on their way past this row. */
  readonly passing: readonly number[];
}

/** Something was done to the network or to a process. */
export interface FaultRow {
  readonly kind: 'fault';
  readonly event: FaultEvent;
  readonly passing: readonly number[];
}

/** Time in which nothing happened, left out. */
export interface GapRow {
  readonly kind: 'gap';
  readonly durationNs: number;
  readonly passing: readonly number[];
}

/** A stretch of evenly changing distances. */
export interface Spacing {
  readonly kind: 'constant' | 'doubling' | 'irregular';
  /** First distance; for `irregular` the shortest. */
  readonly fromNs: number;
  /** Last distance; for `irregular` the longest. */
  readonly toNs: number;
}

/** Rows left out, because they are like those above and below or because nothing went wrong in them. */
export interface FoldRow {
  readonly kind: 'fold';
  /** How many rows repeat together; `null`: they follow no pattern. */
  readonly period: number | null;
  /** How often they are left out; 1 without a pattern. */
  readonly rounds: number;
  /** Distances in time between the rounds, the shown ones included, in order. Empty without a pattern. */
  readonly spacing: readonly Spacing[];
  /** From the first to the last of what is left out. */
  readonly durationNs: number;
  /** Payload sent for the first time in what is left out. */
  readonly bytes: number;
  readonly hidden: readonly EventRow[];
  readonly passing: readonly number[];
}

export type LadderRow = EventRow | FaultRow | GapRow | FoldRow;

/** The geometry of one connection's ladder. */
export interface Ladder {
  readonly title: string | null;
  /** Lane heads. */
  readonly names: Readonly<Record<Side, string>>;
  /** Time of the first event: all times are shown relative to it. */
  readonly startNs: number;
  readonly rows: readonly LadderRow[];
  /** How many tracks are in use side by side at most. */
  readonly tracks: number;
}
