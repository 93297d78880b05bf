/**
 * What a run of a case must show: the calls of both programs in order, the packets at each vantage, the kernel's
 * own reasons. The lab holds a run against these and calls it `as-expected` only if all of them hold.
 *
 * Steps are matched in order and completely, like a regular expression over the observations:
 *
 *     calls   connect ok   send ok{1,}   recv ECONNRESET
 *     wire    > SYN   < SYN-ACK   > HANDSHAKE-ACK   > DATA   < RST-A
 */
import type { CallName, Errno, IcmpKind, ResetReason, SegmentKind, Side, Vantage } from './vocabulary.ts';

/** How often a step repeats. Absent: exactly once. */
export interface Times {
  readonly min: number;
  /** `null`: without bound. */
  readonly max: number | null;
}

/** Readiness that poll(2) or select(2) reported, joined with `|` in this order: IN, OUT, ERR, HUP, RDHUP; R, W, X for select. */
export type Readiness = `${'IN' | 'OUT' | 'ERR' | 'HUP' | 'RDHUP' | 'R' | 'W' | 'X'}${string}`;

/**
 * The result of a call, as it is written everywhere:
 *
 * - `ok`: success, whatever the number; `some`: a positive number of bytes
 * - `0`: exactly 0: success of connect or close, end of file of recv
 * - an errno name: the call returned -1 with it; for `getsockopt SO_ERROR` the value it returned
 * - `timeout`: poll or select returned 0
 * - `blocked`: the call had not returned when the run ended
 * - `ready IN|OUT…`: what poll or select reported
 * - `killed SIG…`: the process died inside the call (or at `exit`, by that signal)
 */
export type CallResult =
  | 'ok'
  | 'some'
  | '0'
  | 'timeout'
  | 'blocked'
  | Errno
  | `ready ${Readiness}`
  | `killed ${'SIGPIPE' | 'SIGKILL' | 'SIGINT' | 'SIGABRT'}`;

/** One call of one program. Calls that only prepare (`setUpCalls`) are left out of the comparison. */
export interface CallStep {
  readonly call: CallName;
  /** For getsockopt: the option asked. For shutdown: how. */
  readonly what?: string;
  /** Any of these. */
  readonly results: readonly [CallResult, ...CallResult[]];
  readonly times?: Times;
  /**
   * From entry to return, in milliseconds: for calls whose length is the point, set by an option of the program's. Wide
   * enough for a busy machine.
   */
  readonly lastsMs?: { readonly min: number; readonly max: number };
  /** What this result means to the program, in a few words. */
  readonly note?: string;
}

/** A segment of the connection, or an ICMP error about it, in the order it was seen at one vantage. */
export interface SegmentStep {
  readonly by: Side | 'middle';
  /** Any of these kinds. */
  readonly kinds: readonly [SegmentKind | IcmpKind, ...(SegmentKind | IcmpKind)[]];
  /** `true`: only a repetition of what this side sent before; `false`: only the first sending; absent: either. */
  readonly retransmitted?: boolean;
  readonly times?: Times;
}

/** Segments whose order at this vantage depends on timing: they may come in any order, mixed with each other. */
export interface AnyOrder {
  readonly anyOrder: readonly SegmentStep[];
}

/**
 * What a capture at one vantage shows. Plain `ACK` segments are not compared (how many there are, and when, is the
 * business of delayed acknowledgements) unless a step names the kind.
 */
export type WireStep = SegmentStep | AnyOrder;

/** A reset the kernel sent on this connection, with the reason it gave. */
export interface ResetExpectation {
  readonly by: Side;
  /** Any of these. */
  readonly reasons: readonly [ResetReason, ...ResetReason[]];
  /** One reset answers one segment, so how many there are can depend on how many were on their way. */
  readonly times?: Times;
}

/** A counter of one host's network namespace and how it moved during the run. */
export interface CounterExpectation {
  readonly at: Side;
  /** As the kernel's netstat and snmp files name it, e.g. `TcpExt.TCPAbortOnClose`. */
  readonly name: `${'TcpExt' | 'Tcp' | 'Ip' | 'Icmp'}.${string}`;
  readonly change: 'some' | 'none' | number;
}

/** What the kernel itself says about the run. */
export interface KernelExpectation {
  /** All resets sent on the connection, in order. Compared only where the kernel trace can be read and names reasons. */
  readonly resets: readonly ResetExpectation[];
  readonly counters: readonly CounterExpectation[];
}

/** Everything a run must show. */
export interface Expectation {
  readonly calls: Readonly<Record<Side, readonly CallStep[]>>;
  readonly wire: Readonly<Record<Vantage, readonly WireStep[]>>;
  readonly kernel: KernelExpectation;
}
