/**
 * What client and server have in common beyond the conversation: the connection it has now, its state, its end, and who is
 * told. The client's reconnecting and the server's waiting stand around it.
 *
 *     connecting ── adopt() ──▶ open ── connection ended ──▶ offline ── adopt() ──▶ open
 *          └───────────┬──────────┴─────────────┬──────────────┘
 *                      ▼ finish()               ▼ lose()
 *                   closed: resolved         closed: rejected, with what is uncertain
 */
import { Conversation, type ConversationLimits } from '../conversation/conversation.ts';
import { type Deferred, deferred } from '../deferred.ts';
import type { Journal } from '../conversation/journal.ts';
import { type SessionEvent, type SessionSide, type SessionState, report } from '../diagnostics/events.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import { SessionLostError } from '../errors/session-lost-error.ts';
import type { HeartbeatNews, Wire, WireTerms } from '../link/wire.ts';
import { FrameError } from '../protocol/frame-parser.ts';
import { frameType } from '../protocol/frame-types.ts';
import type { Terms } from '../protocol/handshake-frames.ts';
import { decodeGoAway } from '../protocol/control-frames.ts';
import type { StoredSession } from '../store/session-store.ts';
import type { Clock } from '../time/clock.ts';
import type { LoopWatch } from '../time/loop-watch.ts';

/** What a session consists of. */
export interface CoreParts {
  readonly id: string;
  readonly side: SessionSide;
  readonly clock: Clock;
  readonly loopWatch: LoopWatch;
  readonly limits: ConversationLimits;
  readonly journal: Journal | null;
  readonly restored: StoredSession | null;
  readonly onEvent: ((event: SessionEvent) => void) | undefined;
}

/** Numbers of a session so far. Bytes are of messages, without frames. */
export interface SessionCounters {
  readonly sentMessages: number;
  readonly sentBytes: number;
  /** Messages written once more, after a reconnect. */
  readonly resentMessages: number;
  readonly receivedMessages: number;
  readonly receivedBytes: number;
  /** Bytes of frames that the other side has not acknowledged. */
  readonly unacknowledgedBytes: number;
  /** Messages that have come and that this program is not done with. */
  readonly unprocessedMessages: number;
  readonly connections: number;
  readonly attempts: number;
  readonly heartbeatsSent: number;
  readonly heartbeatsAnswered: number;
  readonly heartbeatsMissed: number;
}

export class SessionCore {
  readonly id: string;
  readonly side: SessionSide;
  readonly clock: Clock;
  readonly loopWatch: LoopWatch;
  readonly journal: Journal | null;
  readonly conversation: Conversation;
  readonly closed: Deferred<void> = deferred();
  /** Settles when the other side has ended its sending and all of it is processed. */
  readonly peerEnded: Deferred<void> = deferred();
  readonly count: {
    connections: number;
    attempts: number;
    ping: number;
    pong: number;
    dead: number;
  } = { connections: 0, attempts: 0, ping: 0, pong: 0, dead: 0 };
  /** Told when both sides have ended. */
  onDone: () => void = () => undefined;
  /** Told when the store failed. */
  onStoreFailed: (error: ConnectionError) => void = (error) => this.lose(error);
  /** Told when the session is over, one way or the other. */
  onOver: () => void = () => undefined;
  /** The server asks to come back later. */
  onGoAway: (retryAfterMs: number) => void = () => undefined;
  /** Told when the session is to keep the process alive, or not any more. */
  onKeepAlive: () => void = () => undefined;
  readonly #onEvent: ((event: SessionEvent) => void) | undefined;
  #state: SessionState = 'connecting';
  #wire: Wire | null = null;
  #keepsAlive = true;
  #failure: SessionLostError | null = null;

  constructor(parts: CoreParts) {
    this.id = parts.id;
    this.side = parts.side;
    this.clock = parts.clock;
    this.loopWatch = parts.loopWatch;
    this.journal = parts.journal;
    this.#onEvent = parts.onEvent;
    this.conversation = new Conversation(
      parts.limits,
      parts.clock,
      {
        done: () => this.onDone(),
        peerEnded: () => this.peerEnded.resolve(),
        storeFailed: (error) => this.onStoreFailed(error),
      },
      parts.journal,
      parts.restored,
    );
  }

  get state(): SessionState {
    return this.#state;
  }

  get wire(): Wire | null {
    return this.#wire;
  }

  /** What the session was lost with, if it was. */
  get failure(): SessionLostError | null {
    return this.#failure;
  }

  /** Whether the session keeps the process alive. */
  get keepsAlive(): boolean {
    return this.#keepsAlive;
  }

  keepAlive(keepsAlive: boolean): void {
    this.#keepsAlive = keepsAlive;
    this.#wire?.keepAlive(keepsAlive);
    this.onKeepAlive();
  }

  get isOver(): boolean {
    return this.#state === 'closed';
  }

  /** Goes on over a connection whose handshake is complete. */
  adopt(wire: Wire, terms: Terms, wireTerms: WireTerms): void {
    this.#wire = wire;
    this.count.connections += 1;
    wire.onFrame = (type, bytes, start, end) => this.#frame(type, bytes, start, end);
    wire.onHeartbeat = (news) => this.#heartbeat(news);
    wire.onDrain = () => this.conversation.drained();
    if (!this.#keepsAlive) wire.keepAlive(false);
    wire.open(wireTerms);
    this.#turn('open', null);
    // The program may have ended the session on hearing that it is open.
    if (this.isOver) return;
    this.conversation.attach(wire, terms);
    void this.#watch(wire);
  }

  /** The connection that was to be adopted ended before it could be. */
  expectConnection(): void {
    if (this.#wire === null && !this.isOver) this.#turn('offline', null);
  }

  /** Gives the connection up without giving up the session. */
  drop(error: ConnectionError): void {
    const wire = this.#wire;
    if (wire === null) return;
    if (!wire.isOver) this.emit({ type: 'kill', id: this.id, side: this.side, error });
    wire.kill(error);
    this.#released(wire, error);
  }

  /** The session is complete. */
  finish(): void {
    if (this.isOver) return;
    this.conversation.finish(
      new ConnectionError('the session has ended', {
        code: 'HO_CLOSED',
        phase: 'closing',
        retryable: false,
        delivered: 'yes',
      }),
    );
    const wire = this.#wire;
    this.#wire = null;
    // If the other side has not said so itself.
    wire?.farewell('done', '', 0);
    this.#turn('closed', null);
    this.closed.resolve();
    this.peerEnded.resolve();
    this.onOver();
  }

  /** The session is over before its time. */
  lose(error: ConnectionError): SessionLostError {
    const uncertain = this.conversation.outbound.uncertain();
    const lost = new SessionLostError(lostText(error, uncertain.length), error, uncertain, error);
    if (this.isOver) return lost;
    this.#failure = lost;
    if (elsewhere.has(error.code)) this.conversation.inbound.drop();
    this.conversation.fail(lost);
    const wire = this.#wire;
    this.#wire = null;
    wire?.kill(error);
    this.#turn('closed', lost);
    this.emit({ type: 'lost', id: this.id, side: this.side, error: lost });
    this.closed.reject(lost);
    this.peerEnded.reject(lost);
    this.onOver();
    return lost;
  }

  /** Ends the session on this side's own account, and tells the other side, in these words, if it can be told. */
  abort(error: ConnectionError, words: string = error.message): void {
    if (this.isOver) return;
    this.#wire?.farewell('aborted', words, 0, error);
    this.lose(error);
  }

  /** Ends here what another process will take up. */
  leave(): void {
    if (this.isOver) return;
    const error = new ConnectionError('the session was left for the next process', {
      code: 'HO_CLOSED',
      phase: 'closing',
      endedBy: 'local',
      retryable: false,
    });
    this.#wire?.farewell('going-away', '', 0, error);
    this.lose(error);
  }

  counters(): SessionCounters {
    const { outbound, inbound } = this.conversation;
    return {
      sentMessages: outbound.count.messages,
      sentBytes: outbound.count.bytes,
      resentMessages: outbound.count.again,
      receivedMessages: inbound.count.messages,
      receivedBytes: inbound.count.bytes,
      unacknowledgedBytes: outbound.isSettled ? 0 : outbound.log.bytes,
      unprocessedMessages: inbound.unprocessed,
      connections: this.count.connections,
      attempts: this.count.attempts,
      heartbeatsSent: this.count.ping,
      heartbeatsAnswered: this.count.pong,
      heartbeatsMissed: this.count.dead,
    };
  }

  emit(event: SessionEvent): void {
    report(event, this.#onEvent);
  }

  #frame(type: number, bytes: Buffer, start: number, end: number): void {
    if (this.conversation.handle(type, bytes, start, end)) return;
    if (type === frameType.goAway && this.side === 'client') {
      const { retryAfterMs } = decodeGoAway(bytes, start, end);
      this.conversation.outbound.hold();
      this.onGoAway(retryAfterMs);
      return;
    }
    // Room for what later versions may add and earlier ones may ignore.
    if (type < FIRST_IGNORABLE_TYPE) throw new FrameError(`a frame of type ${type} in an open session`);
  }

  #heartbeat(news: HeartbeatNews): void {
    this.count[news] += 1;
    this.emit({ type: 'heartbeat', id: this.id, side: this.side, news });
  }

  async #watch(wire: Wire): Promise<void> {
    this.#released(wire, await wire.ended);
  }

  #released(wire: Wire, error: ConnectionError): void {
    if (this.#wire !== wire) return;
    this.#wire = null;
    this.conversation.detach();
    // A complete session only waits for the server's word.
    if (this.isOver || this.conversation.isDone) return;
    if (error.code === 'HO_SILENT_PEER') this.emit({ type: 'kill', id: this.id, side: this.side, error });
    this.#turn('offline', error);
  }

  #turn(to: SessionState, error: ConnectionError | null): void {
    const from = this.#state;
    if (from === to || from === 'closed') return;
    this.#state = to;
    this.emit({ type: 'state', id: this.id, side: this.side, from, to, error });
    this.onState(to, error);
  }

  /** Told of every change of state. */
  onState: (state: SessionState, error: ConnectionError | null) => void = () => undefined;
}

/** Losses after which messages that wait here are handed out by somebody else, or are not wanted any more. */
const elsewhere: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'HO_ABORTED',
  'HO_CLOSED',
  'HO_FENCED',
  'HO_GOING_AWAY',
  'HO_STORE_FAILED',
]);

/** Types from here on may be ignored by who does not know them. */
const FIRST_IGNORABLE_TYPE = 0x80;

function lostText(error: ConnectionError, uncertain: number): string {
  const fate =
    uncertain === 0
      ? 'everything that was sent had been acknowledged'
      : `${uncertain} ${uncertain === 1 ? 'message is' : 'messages are'} unacknowledged`;
  return `the session is lost: ${error.message}; ${fate}`;
}
