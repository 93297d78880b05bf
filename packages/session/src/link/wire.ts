/**
 * One connection under a session: bytes to frames, the heartbeat, and an end that never hangs.
 *
 *     handshake ── open() ──▶ open ──┬── the other side's BYE, EOF, error ──▶ ended
 *         │                          ├── silence ── RST ──▶ ended
 *         └──────────────────────────┴── farewell(): BYE, FIN, RST after a moment ──▶ ended
 *
 * The socket is always read: what the program is slow to take fills the session's window, not the socket. A connection that is
 * given up is reset, never ended in order, because an orderly end waits for a peer that may be dead.
 */
import type { Socket } from 'node:net';
import { Heartbeat, type HeartbeatTimes } from './heartbeat.ts';
import { type Deferred, deferred } from '../deferred.ts';
import { type ErrorContext, classify, classifyErrno } from '../errors/classify.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import type { Phase } from '../errors/error-codes.ts';
import { type ByeReason, byeMeanings } from '../protocol/bye-codes.ts';
import { decodeBye, decodeHeartbeat, encodeBye, encodeHeartbeat } from '../protocol/control-frames.ts';
import { FrameError, type FrameHandler, FrameParser } from '../protocol/frame-parser.ts';
import { MAX_HANDSHAKE_BODY_BYTES, frameType } from '../protocol/frame-types.ts';
import type { Clock, Timer } from '../time/clock.ts';
import type { LoopWatch } from '../time/loop-watch.ts';
import { resetSocket } from '../platform/reset.ts';
import { readTcpInfo, socketKernel } from '../platform/socket-kernel.ts';
import { RecentEvents } from '../errors/recent-events.ts';
import type { Link } from '../conversation/link.ts';
import { byeError, protocolError, silentPeer } from './link-errors.ts';

/** What is told of a connection's heartbeat. */
export type HeartbeatNews = 'ping' | 'pong' | 'dead';

/** What a connection needs from outside. */
export interface WireContext {
  readonly clock: Clock;
  readonly loopWatch: LoopWatch;
}

/** How an open connection lives. */
export interface WireTerms extends HeartbeatTimes {
  readonly maxBodyBytes: number;
  /** Least time between two PINGs of the other side, on average. */
  readonly minPingIntervalMs: number;
}

/** More than this waiting to be sent would only delay acknowledgements and heartbeats. */
const FULL_BYTES = 262_144;
/** How long the other side may take to take a BYE. */
const FAREWELL_MS = 1000;
/** PINGs beyond the agreed rhythm that are overlooked. */
const PING_BURST = 8;
const SMALLEST_BODY_LIMIT = 512;

export class Wire implements Link {
  readonly socket: Socket;
  /** Settles once, with what ended the connection. */
  readonly ended: Promise<ConnectionError>;
  /** Takes frames other than heartbeats and BYE. May throw {@link FrameError}. */
  onFrame: FrameHandler = () => undefined;
  onDrain: () => void = () => undefined;
  /** Told of heartbeats sent, answered and missed. */
  onHeartbeat: (news: HeartbeatNews) => void = () => undefined;
  phase: Phase = 'handshake';
  readonly #context: WireContext;
  readonly #parser: FrameParser = new FrameParser(MAX_HANDSHAKE_BODY_BYTES);
  readonly #ended: Deferred<ConnectionError> = deferred<ConnectionError>();
  readonly #handle: FrameHandler;
  #isOver = false;
  #terms: WireTerms | null = null;
  #heartbeat: Heartbeat | null = null;
  #timer: Timer | null = null;
  #unlisten: (() => void) | null = null;
  #pings = 0;
  #pingsSinceMs = 0;
  #nonce = 0;
  readonly #roundTrips: { readonly nonce: number; readonly answered: Deferred<void> }[] = [];
  #keepsAlive = true;
  readonly #recent: RecentEvents = new RecentEvents();

  constructor(socket: Socket, context: WireContext) {
    this.socket = socket;
    this.ended = this.#ended.promise;
    this.#context = context;
    this.#handle = (type, bytes, start, end) => this.#frame(type, bytes, start, end);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('drain', () => this.onDrain());
    socket.on('end', () => this.#finish(this.#endOfFile(), 'close'));
    socket.on('error', (error) => this.#finish(classify(error, { ...this.#where(), phase: this.phase })));
    socket.on('close', () => this.#finish(this.#eof()));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get isFull(): boolean {
    return this.socket.writableLength >= FULL_BYTES;
  }

  /** The handshake is complete: frames may be larger now, and the heart begins to beat. */
  open(terms: WireTerms): void {
    const { clock, loopWatch } = this.#context;
    this.phase = 'open';
    this.#recent.add(clock.now(), 'session open');
    this.#terms = terms;
    this.#parser.maxBodyBytes = Math.max(terms.maxBodyBytes, SMALLEST_BODY_LIMIT);
    this.#unlisten = loopWatch.listen((event) => {
      if (event.type !== 'clock-jump') return;
      this.#heartbeat?.suspect(this.#usableMs());
      this.#beat();
    });
    this.#heartbeat = new Heartbeat(terms, this.#usableMs());
    this.#pingsSinceMs = clock.now();
    this.#rearm();
  }

  write(bytes: Buffer): void {
    if (!this.#isOver) this.socket.write(bytes);
  }

  cork(): void {
    this.socket.cork();
  }

  uncork(): void {
    this.socket.uncork();
  }

  /** Resolves when the other side has answered, so has read, what was written until now; or when the connection has ended. */
  async roundTrip(): Promise<void> {
    const answered = deferred();
    this.#roundTrips.push({ nonce: this.#ping(), answered });
    await Promise.race([answered.promise, this.ended]);
  }

  /** Says why, ends in order, and resets the connection if that is not taken soon. */
  farewell(reason: ByeReason, text: string, retryAfterMs: number, error?: ConnectionError): void {
    if (this.#isOver) return;
    const { socket } = this;
    socket.write(encodeBye({ reason, text, retryAfterMs }));
    this.#finish(error ?? this.#said(reason, text), 'leave');
    socket.end();
    const timer = this.#context.clock.after(FAREWELL_MS, () => resetSocket(socket), this.#keepsAlive);
    socket.once('close', () => timer.cancel());
  }

  /** Resets the connection. */
  kill(error: ConnectionError): void {
    this.#finish(error);
  }

  /** Lets the process end though the connection is open, or not. */
  keepAlive(keepsAlive: boolean): void {
    this.#keepsAlive = keepsAlive;
    if (keepsAlive) this.socket.ref();
    else this.socket.unref();
  }

  #received(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#heartbeat?.heard(this.#usableMs());
    try {
      this.#parser.push(chunk, this.#handle);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      const said = this.phase === 'handshake' ? `, which began with ${JSON.stringify(beginning(chunk))}` : '';
      this.farewell(
        error.refusal,
        error.message,
        0,
        protocolError(error.message + said, this.phase, this.#where()),
      );
    }
  }

  #frame(type: number, bytes: Buffer, start: number, end: number): void {
    switch (type) {
      case frameType.ping:
        this.#police();
        this.write(encodeHeartbeat(frameType.pong, decodeHeartbeat(bytes, start, end)));
        return;
      case frameType.pong:
        if (this.#terms === null) throw new FrameError('an answer to no heartbeat');
        this.#answered(decodeHeartbeat(bytes, start, end));
        return;
      case frameType.bye:
        this.#finish(byeError(decodeBye(bytes, start, end), this.phase, this.#where()), 'close');
        return;
      default:
        this.onFrame(type, bytes, start, end);
    }
  }

  /** A peer that asks for a sign of life all the time is a burden, or an attack. */
  #police(): void {
    if (this.#terms === null) throw new FrameError('a heartbeat before the session is open');
    const now = this.#context.clock.now();
    const allowed = PING_BURST + (now - this.#pingsSinceMs) / this.#terms.minPingIntervalMs;
    this.#pings += 1;
    if (this.#pings > allowed) throw new FrameError('heartbeats more often than agreed', 'limit');
    if (allowed - this.#pings <= PING_BURST) return;
    this.#pings = 0;
    this.#pingsSinceMs = now;
  }

  #ping(): number {
    this.#recent.add(this.#context.clock.now(), 'asked for a sign of life');
    this.#nonce = (this.#nonce + 1) % 2 ** 32;
    this.write(encodeHeartbeat(frameType.ping, this.#nonce));
    return this.#nonce;
  }

  #answered(nonce: number): void {
    this.#recent.add(this.#context.clock.now(), 'the other side answered');
    this.onHeartbeat('pong');
    const at = this.#roundTrips.findIndex((trip) => trip.nonce === nonce);
    if (at >= 0) this.#roundTrips.splice(at, 1)[0]!.answered.resolve();
  }

  #usableMs(): number {
    return this.#context.clock.now() - this.#context.loopWatch.stolenMs();
  }

  #beat(): void {
    const heartbeat = this.#heartbeat;
    if (heartbeat === null || this.#isOver) return;
    const now = this.#usableMs();
    switch (heartbeat.step(now)) {
      case 'dead':
        this.onHeartbeat('dead');
        this.kill(silentPeer(heartbeat.silenceMs(now), this.phase, this.#whereNow()));
        return;
      case 'ping':
        this.onHeartbeat('ping');
        this.#ping();
        break;
      case 'wait':
        break;
    }
    this.#rearm();
  }

  #rearm(): void {
    this.#timer?.cancel();
    const dueMs = Math.ceil(this.#heartbeat!.dueInMs(this.#usableMs())) + 1;
    // The socket keeps the process alive, or is meant not to.
    this.#timer = this.#context.clock.after(dueMs, () => this.#beat(), false);
  }

  #finish(error: ConnectionError, how: 'reset' | 'close' | 'leave' = 'reset'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#parser.stopped = true;
    this.#timer?.cancel();
    this.#unlisten?.();
    this.#heartbeat = null;
    if (how === 'reset') resetSocket(this.socket);
    else if (how === 'close') this.socket.destroy();
    this.#ended.resolve(error);
  }

  #where(): ErrorContext {
    const { remoteAddress, remotePort, bytesRead, bytesWritten } = this.socket;
    return {
      address: remoteAddress ?? null,
      port: remotePort ?? null,
      bytesRead,
      bytesWritten,
      recent: this.#recent.since(this.#context.clock.now()),
    };
  }

  /** With what the kernel knows: only while the socket is open. */
  #whereNow(): ErrorContext {
    return { ...this.#where(), tcpInfo: readTcpInfo(this.socket) };
  }

  /** libuv reports the end of file for a reset that comes behind data it has not read yet; the kernel knows better. */
  #endOfFile(): ConnectionError {
    const errno = socketKernel.takeError(this.socket);
    if (errno === null) return this.#eof();
    return classifyErrno(errno, { ...this.#where(), phase: this.phase });
  }

  #eof(): ConnectionError {
    return new ConnectionError('the other side ended the connection', {
      ...this.#where(),
      code: 'HO_EOF',
      phase: this.phase,
      endedBy: 'peer',
      delivered: this.phase === 'open' ? 'maybe' : 'no',
    });
  }

  #said(reason: ByeReason, text: string): ConnectionError {
    const { error: code, retryable } = byeMeanings[reason];
    return new ConnectionError(text, {
      ...this.#where(),
      code,
      phase: this.phase,
      endedBy: 'local',
      retryable,
    });
  }
}

/** What a stranger says first tells who it is: `SSH-2.0`, `HTTP/1.1`. It may end up in a terminal. */
function beginning(chunk: Buffer): string {
  return chunk.toString('latin1', 0, 24).replaceAll(/[^ -~]/gu, '.');
}
