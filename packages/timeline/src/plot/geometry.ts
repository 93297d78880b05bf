/**
 * The time-sequence plot of one direction: sequence numbers over time, as tcptrace draws it.
 *
 *     seq │            ┌───────── window edge: ack + window
 *         │   ─────────┘
 *         │           ╎  segments: from seq to seq + length, at the time they left
 *         │       ╎╎  ╎
 *         │   ╎╎  ┌───────────── ack line
 *         │╎──────┘
 *         └──────────────────────▶ time
 *
 * Times are on the events' clock, in ns; sequence numbers are relative to the sender's SYN. What comes in large numbers is kept in
 * columns: position i of each belongs to the same packet. All are sorted by time.
 */
import type { Side } from '@halfopen/catalogue';
import type { PacketEvent } from '../events.ts';

/** `retransmission` wins over `data`, `syn` and `fin`; `probe`: a keepalive or a probe of a zero window. */
export type SegmentMark = 'data' | 'retransmission' | 'syn' | 'fin' | 'probe';

/** What the sender sent of its sequence space. */
export interface PlotSegments {
  /** When they left. */
  readonly atNs: Float64Array;
  readonly fromSeq: Float64Array;
  /** One past the last; SYN and FIN count one. Equal to `fromSeq` for an empty probe. */
  readonly toSeq: Float64Array;
  readonly marks: readonly SegmentMark[];
  /** 1: never arrived. */
  readonly lost: Uint8Array;
  readonly events: readonly PacketEvent[];
}

/** Two step functions: each value holds until the next. */
export interface PlotSteps {
  /** When the acknowledgement reached the sender. */
  readonly atNs: Float64Array;
  /** All below is acknowledged. Never falls. */
  readonly ack: Float64Array;
  /** All below may be sent: `ack` plus the window advertised with it. */
  readonly edge: Float64Array;
  readonly events: readonly PacketEvent[];
}

/** A reset: one that the sender sent, when it left, or one that it received, when that arrived (or left, if it never did). */
export interface PlotReset {
  readonly atNs: number;
  readonly seq: number;
  readonly by: Side;
  readonly event: PacketEvent;
}

/** A time in which the sender knew that it may send nothing. */
export interface ZeroWindow {
  readonly fromNs: number;
  /** `null`: the window did not open any more. */
  readonly toNs: number | null;
  /** The sequence number at which it stood still. */
  readonly seq: number;
}

/** A rectangle of the plot. */
export interface PlotBounds {
  readonly fromNs: number;
  readonly toNs: number;
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** One direction of a connection. */
export interface SequencePlot {
  readonly sender: Side;
  readonly segments: PlotSegments;
  readonly steps: PlotSteps;
  readonly resets: readonly PlotReset[];
  readonly zeroWindows: readonly ZeroWindow[];
  /** Around segments, acknowledgements and resets in time; around segments and acknowledgements in sequence. All 0 without any. */
  readonly bounds: PlotBounds;
  /** Greatest window edge, which is often far beyond the bounds; 0 without any. */
  readonly highestEdge: number;
}
