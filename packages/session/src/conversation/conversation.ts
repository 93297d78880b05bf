/**
 * One side of a session: what it has sent and what it has received, over whichever connection there is. Client and server run
 * the same one; it knows no sockets and no clock but the one it is given.
 *
 *                    attach(link, terms of the other side)
 *      offline ─────────────────────────────────────────────▶ attached
 *         ▲                                                       │ handle(frame), flush at the end of the turn
 *         └────────────────────── detach() ◀──────────────────────┤
 *                                                                 │ both ENDs acknowledged
 *      lost  ◀── fail(error), from everywhere                     ▼
 *                                                               done
 */
import type { ConnectionError } from '../errors/connection-error.ts';
import type { UncertainMessage } from '../errors/session-lost-error.ts';
import type { Link } from './link.ts';
import { decodeAck, encodeAck } from '../protocol/control-frames.ts';
import { FrameError } from '../protocol/frame-parser.ts';
import {
  DATA_HEADER_BYTES,
  HEADER_BYTES,
  MAX_MESSAGE_BYTES,
  frameType,
  readUint64,
} from '../protocol/frame-types.ts';
import type { Terms } from '../protocol/handshake-frames.ts';
import type { StoredSession } from '../store/session-store.ts';
import type { Clock, Timer } from '../time/clock.ts';
import { type Acknowledge, Inbound } from './inbound.ts';
import type { Journal } from './journal.ts';
import { Outbound } from './outbound.ts';
import { SendLog } from './send-log.ts';

/** How much a conversation may hold, and when it acknowledges. */
export interface ConversationLimits {
  /** Bytes of frames that wait here until the other side has acknowledged them. */
  readonly sendBufferBytes: number;
  /** Bytes of frames that may have come and wait for the program. */
  readonly windowBytes: number;
  readonly maxMessageBytes: number;
  readonly acknowledge: Acknowledge;
}

/** Who is told of a conversation's turns. */
export interface ConversationListener {
  /** Both sides have ended, and each knows that the other knows. */
  done(): void;
  /** The other side has ended, and everything it sent is processed. */
  peerEnded(): void;
  /** The store failed: nothing can be promised any more. */
  storeFailed(error: ConnectionError): void;
}

/** Write at once when this much has gathered within one turn of the event loop. */
const FLUSH_BYTES = 65_536;
const ACK_DELAY_MS = 10;

export class Conversation {
  readonly outbound: Outbound;
  readonly inbound: Inbound;
  readonly #limits: ConversationLimits;
  readonly #clock: Clock;
  readonly #listener: ConversationListener;
  #link: Link | null = null;
  #flushDue = false;
  #ackTimer: Timer | null = null;
  #over = false;
  #doneTold = false;
  #peerEndTold = false;

  constructor(
    limits: ConversationLimits,
    clock: Clock,
    listener: ConversationListener,
    journal: Journal | null = null,
    restored: StoredSession | null = null,
  ) {
    this.#limits = limits;
    this.#clock = clock;
    this.#listener = listener;
    const { log, endSeq } = restoredLog(restored);
    const wake = (): void => this.#wake();
    this.outbound = new Outbound(log, journal, limits.sendBufferBytes, wake, endSeq);
    this.inbound = new Inbound(
      restored?.processedSeq ?? 0,
      restored !== null,
      journal,
      limits.windowBytes,
      limits.acknowledge,
      wake,
    );
    journal?.listen({
      sentStored: (seq) => this.outbound.stored(seq),
      processedStored: (seq) => this.inbound.stored(seq),
      failed: (error) => listener.storeFailed(error),
    });
  }

  get isAttached(): boolean {
    return this.#link !== null;
  }

  /** Both sides have ended and this side knows it. */
  get isDone(): boolean {
    return this.outbound.isEndSettled && this.inbound.isEndAckable;
  }

  /** Nothing is under way in either direction, as far as this side can tell. */
  get isQuiet(): boolean {
    return this.outbound.isSettled && this.inbound.isProcessed && this.inbound.ackDue === 'no';
  }

  /** Grows with every message that gets anywhere, in either direction. */
  get progress(): number {
    const { settledSeq } = this.outbound.log;
    return settledSeq + this.inbound.receivedSeq + (this.inbound.receivedSeq - this.inbound.unprocessed);
  }

  /** What the other side has to know of this one. */
  terms(heartbeatMs: number): Terms {
    return {
      receivedSeq: this.inbound.receivedSeq,
      heartbeatMs,
      windowBytes: this.inbound.windowBytes,
      maxMessageBytes: this.#limits.maxMessageBytes,
    };
  }

  /** Whether this side can go on from where the other says that it is. */
  canResumeFrom(receivedSeq: number): boolean {
    const { settledSeq, everWrittenSeq } = this.outbound.log;
    return receivedSeq >= settledSeq && receivedSeq <= everWrittenSeq;
  }

  /** The longest message that the other side takes, from its terms: may be told before {@link attach}. */
  limitTo(peerMaxMessageBytes: number): void {
    this.outbound.peerMaxMessageBytes = Math.min(peerMaxMessageBytes, MAX_MESSAGE_BYTES);
  }

  /** Goes on over a new connection. The caller has asked {@link canResumeFrom}. */
  attach(link: Link, terms: Terms): void {
    this.#link = link;
    this.limitTo(terms.maxMessageBytes);
    this.outbound.resume(terms.receivedSeq, terms.windowBytes);
    // The last acknowledgement may have been lost with the last connection.
    this.#flush('ack');
  }

  /** The connection is gone. */
  detach(): void {
    this.#link = null;
    this.#ackTimer?.cancel();
    this.#ackTimer = null;
  }

  /** Takes a frame of the open session; `false` if it is not one of those. Throws {@link FrameError}. */
  handle(type: number, bytes: Buffer, start: number, end: number): boolean {
    switch (type) {
      case frameType.data:
      case frameType.dataAgain:
      case frameType.end: {
        const dataStart = start + DATA_HEADER_BYTES - HEADER_BYTES;
        if (dataStart > end) throw new FrameError(`a message of ${end - start} bytes has no number`);
        const data = type === frameType.end ? null : bytes.subarray(dataStart, end);
        this.inbound.accept(readUint64(bytes, start), data, type === frameType.dataAgain);
        return true;
      }
      case frameType.ack: {
        const { settledSeq, windowBytes } = decodeAck(bytes, start, end);
        if (!this.outbound.settle(settledSeq, windowBytes)) {
          throw new FrameError(`an acknowledgement of ${settledSeq}, which was not sent`);
        }
        this.#wake();
        return true;
      }
      default:
        return false;
    }
  }

  /** The connection takes more again. */
  drained(): void {
    this.#flush();
  }

  /** Ends everything with an error: what waits is rejected. What nobody acknowledged is returned. */
  fail(error: ConnectionError): readonly UncertainMessage[] {
    const uncertain = this.outbound.uncertain();
    this.#stop();
    this.outbound.fail(error);
    this.inbound.wakeConsumer();
    return uncertain;
  }

  /** The session has come to its end. */
  finish(error: ConnectionError): void {
    this.#stop();
    this.outbound.fail(error);
    this.inbound.finish();
  }

  #stop(): void {
    this.#over = true;
    this.detach();
  }

  /** Writes at the end of this turn, or at once if much has gathered; acknowledges within a moment. */
  #wake(): void {
    if (this.#over) return;
    if (this.inbound.isEnded && !this.#peerEndTold) {
      this.#peerEndTold = true;
      this.#listener.peerEnded();
    }
    if (this.isDone && !this.#doneTold) {
      this.#doneTold = true;
      this.#flush('ack');
      this.#listener.done();
      return;
    }
    if (this.#link === null || this.#flushDue) return;
    if (this.outbound.hasUnwritten) {
      if (this.outbound.unwrittenBytes >= FLUSH_BYTES) this.#flush();
      else this.#flushSoon();
      return;
    }
    const due = this.inbound.ackDue;
    if (due === 'now') this.#flushSoon();
    else if (due === 'soon' && this.#ackTimer === null) {
      this.#ackTimer = this.#clock.after(
        ACK_DELAY_MS,
        () => {
          this.#ackTimer = null;
          this.#flush();
        },
        false,
      );
    }
  }

  #flushSoon(): void {
    this.#flushDue = true;
    this.#clock.soon(() => {
      this.#flushDue = false;
      this.#flush();
    });
  }

  #flush(force?: 'ack'): void {
    const link = this.#link;
    if (link === null) return;
    // Whoever sends and never reads must not make acknowledgements pile up here: the next one says as much as all before.
    const ack = force === 'ack' || (this.inbound.ackDue !== 'no' && !link.isFull);
    const data = this.outbound.hasUnwritten && !link.isFull;
    if (!ack && !data) return;
    link.cork();
    if (ack) {
      this.#ackTimer?.cancel();
      this.#ackTimer = null;
      link.write(encodeAck(this.inbound.takeAck()));
    }
    if (data) this.outbound.writeOut(link);
    link.uncork();
  }
}

function restoredLog(restored: StoredSession | null): { log: SendLog; endSeq: number | null } {
  if (restored === null) return { log: new SendLog(), endSeq: null };
  const log = new SendLog(restored.settledSeq);
  let endSeq: number | null = null;
  for (const { seq, payload } of restored.outgoing) {
    log.append(payload);
    if (payload === null) endSeq = seq;
  }
  log.assumeWritten();
  return { log, endSeq };
}
