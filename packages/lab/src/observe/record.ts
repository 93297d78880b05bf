/** What a run leaves behind, before anybody judges it. Times are nanoseconds since the run's epoch (its first connect). */
import type { IcmpKind, SegmentKind, Side, Vantage } from '@halfopen/catalogue';
import type { PacketEvent, StateEvent } from '@halfopen/timeline';
import type { Endpoint, HostKnobs } from '../scenario.ts';

/** One system call, or the end of a process. */
export interface CallRecord {
  readonly side: Side;
  readonly program: string;
  /** The lab's number for the socket, unique in the run; `null` for calls without one. */
  readonly socket: number | null;
  readonly call: string;
  readonly args: string;
  readonly atNs: number;
  /** `null`: had not returned when the run ended. */
  readonly returnedNs: number | null;
  readonly result: string;
  /** errno after success, as a number; 0 unless the call set it all the same. */
  readonly errnoLeft: number;
  /** What recv read, Latin-1. */
  readonly data: string;
  /** Belongs to the connection under study: made on its socket, or on the listener it came through. */
  readonly studied: boolean;
}

/** One packet of the studied connection at one vantage, in capture order. */
export interface SeenPacket {
  readonly frame: number;
  readonly atNs: number;
  readonly by: Side | 'middle';
  readonly type: SegmentKind | IcmpKind;
  /** Sent before, as far as this vantage has seen. */
  readonly retransmitted: boolean;
  readonly seq: number;
  readonly ack: number | null;
  readonly lengthBytes: number;
  readonly windowBytes: number;
  readonly ttl: number;
  /** Tells copies of one packet at different vantages from other packets. */
  readonly identity: string;
}

/** A trace event about the studied connection. */
export interface KernelRecord {
  readonly side: Side;
  readonly atNs: number;
  readonly event: 'send_reset' | 'receive_reset' | 'error_report' | 'retransmit';
  readonly detail: string;
}

/** Something done to the network or a process. */
export interface FaultRecord {
  readonly at: Side | 'middle';
  readonly atNs: number;
  readonly what: string;
}

/** Everything observed in one run. */
export interface RunRecord {
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** Wall-clock time of the epoch, nanoseconds since 1970. */
  readonly epochNs: bigint;
  readonly delayNs: number;
  readonly calls: readonly CallRecord[];
  readonly seen: Readonly<Record<Vantage, readonly SeenPacket[]>>;
  /** The same packets, one event each, put together from the vantages. */
  readonly packets: readonly PacketEvent[];
  readonly states: readonly StateEvent[];
  /** `null` where the kernel trace can't be read. */
  readonly kernel: readonly KernelRecord[] | null;
  readonly faults: readonly FaultRecord[];
  /** How each host's counters moved; unchanged ones are left out. */
  readonly counters: Readonly<Record<Side, Readonly<Record<string, number>>>>;
  /** Kernel settings the lab made for this run. */
  readonly knobs: readonly HostKnobs[];
  /** Kernel settings asked for that this kernel doesn't have. */
  readonly missingKnobs: readonly string[];
  /** When the run's captures were closed. */
  readonly endNs: number;
}
