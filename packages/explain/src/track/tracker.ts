/**
 * The connection table: sorts segments into connections and keeps the facts of each.
 *
 *     ends of a segment ─▶ flow table ─▶ slot ─▶ row of facts
 *
 *                 first segment
 *                      │
 *                      ▼     new SYN over a dead one: next incarnation
 *     ┌───────────── alive ──────────────┐
 *     │ both FINs acknowledged, or reset │ strange SYN while it stands
 *     ▼                                  ▼
 *   ended ── 60 s of the capture ──▶ released      pending newcomer ── answered or repeated ──▶ alive, the old one released
 *     │ it goes on after all                              │ neither
 *     └──▶ alive                                          └──▶ dropped: the SYN was a stranger's
 *
 * A slot is handed out at a connection's first frame and stays until its verdict has been asked for (`takeReady`, in order of
 * first frames), so memory is bounded by the connections that are alive or wait for an older one.
 */
import { type FrameView, TcpFlag, formatAddress } from '@halfopen/wire';
import type { ConnectionRow } from '../rows/connection-row.ts';
import { openZeek } from '../zeek/roles.ts';
import { zeekSegment } from '../zeek/segment.ts';
import { DuplicateWatch } from './duplicates.ts';
import { FlowTable } from './flow-table.ts';
import { LEAP_NS, SWEEP_NS } from './lifetimes.ts';
import { Patience } from './patience.ts';
import { quoted, saysUndelivered } from './quoting.ts';
import { observeSegment } from './segment.ts';
import { Roster } from './roster.ts';
import { endingWord } from './succession.ts';
import { catchUpZeek, steadiness, observeSteady } from './steady.ts';

const SYN_AND_MORE = TcpFlag.SYN | TcpFlag.ACK | TcpFlag.RST;

/** An end of a connection. */
export interface FlowEnd {
  readonly address: string;
  readonly port: number;
}

/** Told of every segment that was sorted in, e.g. to keep the packets of some connections. */
export type SegmentListener = (
  slot: number,
  senderSide: number,
  frame: FrameView,
  at: number,
  ns: number,
) => void;

export class Tracker {
  onSegment: SegmentListener | null = null;
  /** Time of the latest frame. */
  nowNs: number = 0;

  readonly #flows: FlowTable = new FlowTable();
  readonly #roster: Roster = new Roster(this.#flows);
  readonly #duplicates: DuplicateWatch = new DuplicateWatch();
  readonly #patience: Patience = new Patience(this.#roster, (slot) => this.#letGo(slot));
  #nextSweepNs = SWEEP_NS;
  #leaptTo = -Infinity;

  /** As {@link Roster.onMove}. */
  set onMove(listener: (from: number, to: number) => void) {
    this.#roster.onMove = listener;
  }

  /** The views of the row that was touched last. */
  get row(): ConnectionRow {
    return this.#roster.row;
  }

  /** Connections that were seen and not asked for yet. */
  get waiting(): number {
    return this.#roster.waiting;
  }

  /** Takes a frame of kind `tcp` or `icmp`. `at`: its number, `ns`: its time since the capture's first frame. */
  observe(frame: FrameView, at: number, ns: number): void {
    if (ns > this.nowNs) this.#tick(ns);
    if (this.nowNs >= this.#nextSweepNs) {
      this.#nextSweepNs = this.nowNs + SWEEP_NS;
      this.#patience.sweep(this.nowNs);
    }
    if (frame.kind === 'tcp') this.#segment(frame, at, ns);
    else if (frame.kind === 'icmp') this.#icmp(frame, at, ns);
  }

  /** No frame follows: everything can be asked for. */
  finish(): void {
    this.#roster.releaseAll();
  }

  /**
   * The slot of the oldest connection if no packet of it is expected any more, -1: not yet. The row stands there; it must be given
   * back with `release` before the next one is taken.
   */
  takeReady(): number {
    return this.#roster.takeReady();
  }

  release(slot: number): void {
    this.#roster.free(slot);
  }

  /** Zeek's history of a connection. */
  history(slot: number): string {
    return this.#roster.histories[slot]!;
  }

  /** Address and port of a side. The row stands at `slot`. */
  end(slot: number, side: number): FlowEnd {
    const { address, port } = this.#flows.end(slot, side === this.row.connection.lowSide);
    return { address: formatAddress(address, 0, address.length), port };
  }

  /** Address and port of a side as a key. The row stands at `slot`. */
  endKey(slot: number, side: number): number | string {
    return this.#flows.endKey(slot, side === this.row.connection.lowSide);
  }

  ipVersion(slot: number): 4 | 6 {
    return this.#flows.addressLength(slot) === 4 ? 4 : 6;
  }

  /** Who sent ICMP errors about the connection last; empty: nobody. */
  icmpSource(slot: number): string {
    return this.#roster.icmpSources.get(slot) ?? '';
  }

  /** Time goes on. One frame from far in the future is a mistake of whoever wrote it; two are not. */
  #tick(ns: number): void {
    const leap = ns - this.nowNs > LEAP_NS;
    if (leap && this.nowNs > 0 && Math.abs(ns - this.#leaptTo) > LEAP_NS) this.#leaptTo = ns;
    else this.nowNs = ns;
  }

  #segment(frame: FrameView, at: number, ns: number): void {
    const flows = this.#flows;
    let slot = flows.find(
      frame.data,
      frame.sourceAddressOffset,
      frame.destinationAddressOffset,
      frame.addressLength,
      frame.srcPort,
      frame.dstPort,
    );
    const { fromLower } = flows;
    if (slot < 0) {
      slot = this.#open(frame, at, ns, fromLower);
      flows.insert(slot);
      if ((frame.flags & TcpFlag.SYN) !== 0) this.#patience.begun(slot);
    }
    const { row } = this;
    const { connection } = this.#roster.at(slot);
    let side = fromLower ? connection.lowSide : 1 - connection.lowSide;
    // where frames are seen twice every one must be remembered
    if (connection.steady !== 0 && !this.#duplicates.isBusy(at) && observeSteady(row, side, frame, at, ns)) {
      this.onSegment?.(slot, side, frame, at, ns);
      return;
    }
    if (connection.zeekBehind === 1) catchUpZeek(row);
    connection.frames += 1;
    if (this.#duplicates.seenBefore(flows.hash, frame, at, ns)) {
      connection.duplicateFrames += 1;
      connection.lastFrame = at;
      return;
    }
    if (connection.frames > 1 && ((frame.flags & TcpFlag.SYN) !== 0 || connection.newcomer !== 0)) {
      const incarnation = this.#incarnationOf(slot, side, frame, at, ns);
      if (incarnation === -1) return;
      if (incarnation !== slot) {
        slot = incarnation;
        this.#roster.at(slot);
        side = fromLower ? connection.lowSide : 1 - connection.lowSide;
      }
    }
    const endedBefore = connection.ended;
    observeSegment(this.row, side, frame, at, ns);
    if (connection.ended > endedBefore) this.#patience.ended(slot);
    this.#tellZeek(slot, side, frame);
    connection.steady = steadiness(row);
    this.onSegment?.(slot, side, frame, at, ns);
  }

  #tellZeek(slot: number, side: number, frame: FrameView): void {
    const [first, second] = this.row.zeek;
    const sender = side === 0 ? first : second;
    const receiver = side === 0 ? second : first;
    const before = this.#roster.histories[slot]!;
    const after = zeekSegment(
      sender,
      receiver,
      frame.flags,
      frame.seqNumber,
      frame.ackNumber,
      frame.payloadLength,
      // a capture that cut packets short is told of as if it had not
      frame.payloadLength,
      frame.window,
      before,
    );
    if (after !== before) this.#roster.histories[slot] = after;
  }

  /** A row for a connection whose first frame this is; the row stands there. */
  #open(frame: FrameView, at: number, ns: number, fromLower: boolean): number {
    const slot = this.#roster.open();
    const { connection, zeek } = this.#roster.at(slot);
    this.#roster.histories[slot] = openZeek(zeek[0], zeek[1], frame.flags, frame.srcPort, frame.dstPort);
    connection.firstFrame = at;
    connection.firstNs = ns;
    connection.lastNs = ns;
    connection.lowSide = fromLower ? 0 : 1;
    connection.incarnation = 1;
    return slot;
  }

  /** Where a segment on known ends belongs: to `slot` itself, to the next incarnation, or (-1) nowhere, being a stranger's SYN. */
  #incarnationOf(slot: number, side: number, frame: FrameView, at: number, ns: number): number {
    const { connection, sides } = this.row;
    const sender = sides[side as 0 | 1];
    const receiver = sides[(1 - side) as 0 | 1];
    const { flags } = frame;
    const seq = frame.seqNumber | 0;
    const kind = flags & SYN_AND_MORE;
    if (kind === TcpFlag.SYN && !(sender.isnKnown === 1 && sender.isn === seq)) {
      const crossing =
        sender.isnKnown === 0 &&
        receiver.synCount > 0 &&
        receiver.synAckCount === 0 &&
        connection.ended === 0;
      if (crossing) return slot;
      const over = connection.ended === 1 || (connection.handshakeFrame === 0 && receiver.packets === 0);
      return over ? this.#succeed(slot, frame, at, ns) : this.#stranger(slot, frame, at, ns);
    }
    if (
      kind === (TcpFlag.SYN | TcpFlag.ACK) &&
      connection.ended === 1 &&
      sender.isnKnown === 1 &&
      sender.isn !== seq
    ) {
      const answersNewcomer = connection.newcomer !== 0;
      if (!answersNewcomer) return this.#succeed(slot, frame, at, ns);
    }
    return connection.newcomer === 0 ? slot : this.#proveNewcomer(slot, frame);
  }

  /** The connection at `slot` is dead; its ends belong to a new one from this frame on. */
  #succeed(slot: number, frame: FrameView, at: number, ns: number): number {
    const before = this.row.connection;
    const incarnation = before.incarnation + 1;
    const previous = endingWord(this.row);
    const quiet = ns - before.lastNs;
    this.#dropNewcomer(slot);
    before.frames -= 1;
    before.released = 1;
    const next = this.#open(frame, at, ns, this.#flows.fromLower);
    this.#flows.rememberAs(next, slot);
    this.#flows.replace(slot, next);
    const { connection } = this.row;
    connection.frames = 1;
    connection.incarnation = incarnation;
    connection.previous = previous;
    connection.previousQuietNs = quiet;
    this.#rest(slot, next);
    if ((frame.flags & TcpFlag.SYN) !== 0) this.#patience.begun(next);
    return next;
  }

  /** Puts a connection that was succeeded to rest; the views stand at its successor then. */
  #rest(slot: number, successor: number): void {
    this.#roster.at(slot);
    this.#roster.rest(slot);
    this.#roster.at(successor);
  }

  /** A SYN that does not belong to the living connection at `slot`: noted there, and kept apart until it proves itself. */
  #stranger(slot: number, frame: FrameView, at: number, ns: number): number {
    const { connection } = this.row;
    connection.strangeSyns += 1;
    if (connection.strangeSynFrame === 0) connection.strangeSynFrame = at;
    if (connection.newcomer !== 0) {
      const known = connection.newcomer - 1;
      const { sides } = this.#roster.at(known);
      if (sides[0].isn === (frame.seqNumber | 0)) return this.#commit(slot, known);
      this.#roster.at(slot);
      this.#dropNewcomer(slot);
    }
    const { incarnation, lastNs } = connection;
    connection.lastFrame = at;
    const newcomer = this.#open(frame, at, ns, this.#flows.fromLower);
    this.#flows.rememberAs(newcomer, slot);
    this.row.connection.pending = 1;
    this.row.connection.frames = 1;
    this.row.connection.incarnation = incarnation + 1;
    this.row.connection.previousQuietNs = ns - lastNs;
    observeSegment(this.row, 0, frame, at, ns);
    this.#tellZeek(newcomer, 0, frame);
    this.onSegment?.(newcomer, 0, frame, at, ns);
    this.#roster.at(slot).connection.newcomer = newcomer + 1;
    return -1;
  }

  /** Whether a segment speaks to the newcomer rather than to the connection that stands at `slot`. */
  #proveNewcomer(slot: number, frame: FrameView): number {
    const newcomer = this.row.connection.newcomer - 1;
    const fresh = this.#roster.at(newcomer);
    const fromFresh = this.#flows.fromLower ? fresh.connection.lowSide : 1 - fresh.connection.lowSide;
    const { isn } = fresh.sides[0];
    const answers = (frame.flags & (TcpFlag.SYN | TcpFlag.RST)) !== 0 && (frame.flags & TcpFlag.ACK) !== 0;
    const { synPayload } = fresh.sides[0];
    // data in the SYN (Fast Open) may be acknowledged with it
    const taken = (frame.ackNumber - isn - 1) | 0;
    const speaksToIt = fromFresh === 1 && answers && taken >= 0 && taken <= synPayload;
    const ahead = (frame.seqNumber - isn - 1) | 0;
    const goesOn =
      fromFresh === 0 && (frame.flags & SYN_AND_MORE) === TcpFlag.ACK && ahead >= 0 && ahead <= synPayload;
    const repeatsIt =
      fromFresh === 0 && (frame.flags & SYN_AND_MORE) === TcpFlag.SYN && (frame.seqNumber | 0) === isn;
    this.#roster.at(slot);
    return speaksToIt || repeatsIt || goesOn ? this.#commit(slot, newcomer) : slot;
  }

  /** The newcomer is a connection: from now on the ends are its. */
  #commit(slot: number, newcomer: number): number {
    const { connection } = this.#roster.at(slot);
    const previous = endingWord(this.row);
    connection.newcomer = 0;
    connection.released = 1;
    // the newcomer's SYN, and the frame that proves it
    connection.frames -= 2;
    this.#flows.replace(slot, newcomer);
    const fresh = this.#roster.at(newcomer).connection;
    fresh.pending = 0;
    fresh.previous = previous;
    fresh.frames += 1;
    this.#rest(slot, newcomer);
    return newcomer;
  }

  /** Forgets a newcomer that never proved itself. Its place in the order goes when its turn comes. */
  #dropNewcomer(slot: number): void {
    const { connection } = this.row;
    if (connection.newcomer === 0) return;
    const newcomer = connection.newcomer - 1;
    connection.newcomer = 0;
    this.#roster.at(newcomer).connection.released = 1;
    this.#roster.at(slot);
  }

  #icmp(frame: FrameView, at: number, ns: number): void {
    const { icmp } = frame;
    if (!saysUndelivered(frame) || icmp.quotedAddressLength === 0 || icmp.quotedDstPort < 0) return;
    if (icmp.quotedProtocol !== 6) return;
    const slot = this.#flows.find(
      frame.data,
      icmp.quotedSourceOffset,
      icmp.quotedDestinationOffset,
      icmp.quotedAddressLength,
      icmp.quotedSrcPort,
      icmp.quotedDstPort,
    );
    if (slot < 0) return;
    const { fromLower } = this.#flows;
    const { connection, sides } = this.#roster.at(slot);
    const side = fromLower ? connection.lowSide : 1 - connection.lowSide;
    const source = frame.sourceAddress();
    connection.frames += 1;
    connection.lastFrame = at;
    if (ns > connection.lastNs) connection.lastNs = ns;
    quoted(sides[side as 0 | 1], frame, at, ns);
    this.#roster.icmpSources.set(slot, source);
    this.onSegment?.(slot, side, frame, at, ns);
  }

  #letGo(slot: number): void {
    this.#dropNewcomer(slot);
    this.#flows.remove(slot);
    this.row.connection.released = 1;
    this.#roster.rest(slot);
  }
}
