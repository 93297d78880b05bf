/**
 * What can happen to a connection, as events on one clock. Times are whole nanoseconds since the timeline's start,
 * in a `number` (exact for 104 days).
 */
import type { IcmpKind, SegmentKind, Side, TcpState, Vantage } from '@halfopen/catalogue';

/** A segment or ICMP error on its way from one end to the other. */
export interface PacketEvent {
  readonly kind: 'packet';
  /** `middle`: a router made it, or somebody else on the way. */
  readonly from: Side | 'middle';
  readonly to: Side;
  readonly type: SegmentKind | IcmpKind;
  /** Left its sender (or, where no capture saw that, was first seen). */
  readonly atNs: number;
  /** Passed the router, if a capture there saw it. */
  readonly middleNs: number | null;
  /** Reached its receiver (or, where no capture further on looked, was last seen); `null`: never did. */
  readonly arrivedNs: number | null;
  /** Relative to the sender's initial sequence number; for ICMP 0. */
  readonly seq: number;
  /** Relative to the receiver's initial sequence number; `null` without ACK. */
  readonly ack: number | null;
  /** Payload. */
  readonly lengthBytes: number;
  /** As advertised, scaled. */
  readonly windowBytes: number;
  /** How many times the same bytes (or SYN, or FIN) had been sent before: 0 for a first sending. */
  readonly retransmission: number;
  /** 1-based frame numbers in the captures that hold it. */
  readonly frames: Readonly<Partial<Record<Vantage, number>>>;
}

/** A system call of one program, from entry to return. */
export interface CallEvent {
  readonly kind: 'call';
  readonly side: Side;
  /** Which program made it: `client`, `server`, or a further one by its name. */
  readonly program: string;
  readonly call: string;
  /** Arguments worth showing, e.g. `10.7.0.130:8080` or `28 bytes`. */
  readonly args: string;
  readonly atNs: number;
  /** `null`: had not returned when the run ended (`blocked`, if it was not killed), or when it returned is not known. */
  readonly returnedNs: number | null;
  /** As the catalogue writes results: `0`, `28`, `ECONNRESET`, `ready IN|OUT`, `timeout`, `blocked`, `killed SIGPIPE`. */
  readonly result: string;
  /** `observed`: the program was watched; `inferred`: it follows from packets, and so do its times. */
  readonly how: 'observed' | 'inferred';
}

/** An end of the connection changed state. */
export interface StateEvent {
  readonly kind: 'state';
  readonly side: Side;
  readonly atNs: number;
  readonly state: TcpState;
  /** `observed`: the kernel said so; `inferred`: it follows from packets and calls. */
  readonly how: 'observed' | 'inferred';
}

/** The kernel's own word on what it did. */
export interface KernelEvent {
  readonly kind: 'kernel';
  readonly side: Side;
  readonly atNs: number;
  readonly event: 'send_reset' | 'receive_reset' | 'error_report' | 'retransmit';
  /** The reset reason, the errno reported, or empty. */
  readonly detail: string;
}

/** Something the lab did to the network or to a process. */
export interface FaultEvent {
  readonly kind: 'fault';
  readonly at: Side | 'middle';
  readonly atNs: number;
  /** e.g. `cut both ways`, `heal`, `SIGKILL server`. */
  readonly what: string;
}

export type TimelineEvent = PacketEvent | CallEvent | StateEvent | KernelEvent | FaultEvent;
