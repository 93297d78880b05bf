/** Looks up in the record of one run what the claim checks ask about. Times are nanoseconds on the run's clock. */
import type { IcmpKind, SegmentKind, Side, TcpState } from '@halfopen/catalogue';
import type { PacketEvent } from '@halfopen/timeline';
import type { CallRecord, RunRecord } from '../observe/record.ts';
import { tracedResets } from '../observe/traced-resets.ts';
import { type Evidence, EvidenceMissing } from './claim-check.ts';

type PacketKind = SegmentKind | IcmpKind;

/** The run by name, as {@link Evidence} names runs. Throws {@link EvidenceMissing}. */
export function lookAt(evidence: Evidence, name: string): Look {
  return new Look(name, evidence.run(name));
}

/** Those of the events that began later than this. */
export function since<Event extends { readonly atNs: number }>(
  events: readonly Event[],
  atNs: number,
): readonly Event[] {
  return events.filter((event) => event.atNs > atNs);
}

/** The call returned -1. */
export function failed({ result }: Pick<CallRecord, 'result'>): boolean {
  return /^(E[A-Z0-9]+|errno \d+)$/.test(result);
}

/** The call returned, and not with -1. */
export function succeeded(call: CallRecord): boolean {
  return call.returnedNs !== null && !failed(call) && !call.result.startsWith('killed ');
}

/** The write met a broken pipe: the errno, or the signal that goes with it. */
export function brokePipe({ result }: Pick<CallRecord, 'result'>): boolean {
  return result === 'EPIPE' || result === 'killed SIGPIPE';
}

/** How long the call lasted; 0 for one that did not return. */
export function durationNs({ atNs, returnedNs }: CallRecord): number {
  return (returnedNs ?? atNs) - atNs;
}

/** Bytes that the successful ones of these sends or recvs moved. */
export function bytesOf(calls: readonly CallRecord[]): number {
  return calls.filter(succeeded).reduce((sum, { result }) => sum + Number(result), 0);
}

/** Distances between neighbours. */
export function gapsOf(timesNs: readonly number[]): readonly number[] {
  return timesNs.slice(1).map((atNs, index) => atNs - (timesNs[index] ?? atNs));
}

/** One run, as the checks look at it. Where the run broke off before it, the `first…` methods throw {@link EvidenceMissing}. */
export class Look {
  readonly record: RunRecord;
  readonly #name: string;

  constructor(name: string, record: RunRecord) {
    this.#name = name;
    this.record = record;
  }

  /** Calls that one side made on the studied connection, in order. */
  calls(side: Side, ...names: readonly [string, ...string[]]): readonly CallRecord[] {
    return this.record.calls.filter(
      (call) => call.studied && call.side === side && names.includes(call.call),
    );
  }

  /** The first call of this name. */
  firstCall(side: Side, name: string): CallRecord {
    return this.#need(this.calls(side, name)[0]);
  }

  /** The first send or recv of this side that failed for more than "not now": how it heard that the connection is over. */
  firstError(side: Side): CallRecord {
    return this.#need(
      this.calls(side, 'send', 'recv').find((call) => failed(call) && call.result !== 'EAGAIN'),
    );
  }

  /** The first send or recv after the program was told by poll that there is something to hear. */
  firstAfterPoll(side: Side): CallRecord {
    const poll = this.firstCall(side, 'poll');
    return this.#need(since(this.calls(side, 'send', 'recv'), poll.atNs)[0]);
  }

  /** Packets in order of departure: all that one place sent, or those of these kinds. */
  sent(from: Side | 'middle', ...kinds: readonly PacketKind[]): readonly PacketEvent[] {
    return this.record.packets.filter(
      (packet) => packet.from === from && (kinds.length === 0 || kinds.includes(packet.type)),
    );
  }

  /** The first packet of these kinds. */
  firstSent(from: Side | 'middle', ...kinds: readonly PacketKind[]): PacketEvent {
    return this.#need(this.sent(from, ...kinds)[0]);
  }

  /** Resets of every form. */
  resets(from: Side): readonly PacketEvent[] {
    return this.sent(from, 'RST-A', 'RST-P', 'RST-S');
  }

  /** The first packet that ends what this side has to say: a FIN or a reset. */
  firstEnding(from: Side): PacketEvent {
    return this.firstSent(from, 'FIN', 'RST-A', 'RST-P', 'RST-S');
  }

  /** Whether the other side ever acknowledged the last byte of this packet. */
  acknowledged({ from, seq, lengthBytes }: PacketEvent): boolean {
    return this.record.packets.some(
      (packet) => packet.from !== from && packet.ack !== null && packet.ack >= seq + lengthBytes,
    );
  }

  /** Whether this end was ever in the state. */
  wasIn(side: Side, state: TcpState): boolean {
    return this.record.states.some((event) => event.side === side && event.state === state);
  }

  /** The state this end was in when the run ended. */
  lastState(side: Side): TcpState {
    return this.#need(this.record.states.findLast((event) => event.side === side)).state;
  }

  /** When this end first got into the state. */
  enteredNs(side: Side, state: TcpState): number {
    const entered = this.record.states.find((event) => event.side === side && event.state === state);
    return this.#need(entered).atNs;
  }

  /** How long this end was in the state, the first time. */
  durationNs(side: Side, state: TcpState): number {
    const enteredNs = this.enteredNs(side, state);
    const next = this.record.states.find(
      (event) => event.side === side && event.atNs >= enteredNs && event.state !== state,
    );
    return this.#need(next).atNs - enteredNs;
  }

  /** When the network or a process was first interfered with in this way: a part of the fault's text. */
  faultNs(what: string): number {
    return this.#need(this.record.faults.find((fault) => fault.what.includes(what))).atNs;
  }

  /** The kernel's own reasons for this side's resets, each once; none where it doesn't tell them. */
  resetReasons(side: Side): readonly string[] {
    const resets = (tracedResets(this.record.kernel) ?? []).filter((reset) => reset.side === side);
    return [...new Set(resets.map(({ detail }) => detail))];
  }

  #need<Value>(value: Value | undefined): Value {
    if (value === undefined) throw new EvidenceMissing(this.#name);
    return value;
  }
}
