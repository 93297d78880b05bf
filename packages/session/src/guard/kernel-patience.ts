/**
 * How patient the kernel is with a connection: keepalive while it is idle, TCP_USER_TIMEOUT while data waits for an
 * acknowledgement. Both together, because keepalive does not probe while data is unacknowledged.
 *
 * TCP_USER_TIMEOUT alone would end living connections: it also counts while the peer's window is shut, and RFC 9293 section
 * 3.8.6.1 says that a connection must stay open as long as window probes are answered. So it is taken away while the window is
 * shut, and this class watches the probes instead:
 *
 *              data waits, none in flight, or window 0
 *     armed  ------------------------------------------->  shut: user timeout off
 *     armed  <-------------------------------------------  probe unanswered for userTimeoutMs: dead
 *              data flows again
 *
 * It has no timer of its own: {@link KernelPatience.look} is to be called every `lookEveryMs` (a third of the user
 * timeout, so that a window which shuts just after a look is seen before the kernel gives up). Only a program whose event
 * loop is blocked for two thirds of the user timeout, behind a window that stays shut as long, still loses its connection.
 * A look costs a getsockopt(2), about 1 µs, and not even that while nothing has been written since the last.
 */
import type { Socket } from 'node:net';
import { isReading } from '../platform/socket-fd.ts';
import { type KeepAlive, socketKernel, type SocketKernel } from '../platform/socket-kernel.ts';
import type { KernelView } from '../platform/tcp-info.ts';

/** Options of {@link KernelPatience}. */
export interface PatienceOptions {
  /** Default: first probe after 15 s of silence, then every 5 s, dead after 4. */
  readonly keepAlive?: KeepAlive | false;
  /** Default 30 000: a little below the end of keepalive, which it overrides (tcp(7)). */
  readonly userTimeoutMs?: number | false;
  readonly kernel?: SocketKernel;
}

/**
 * What a look found: nothing to do, the window just shut or opened, or the end: window probes unanswered for too long, or a
 * connection that is gone without this program having been told, because it does not read (`errno` says why, where known).
 */
export type PatienceFinding =
  | { readonly is: 'fine' | 'shut' | 'open' | 'unanswered' }
  | { readonly is: 'gone'; readonly errno: string | null };

/** See RFC 9293 sections 3.8.3 and 3.8.4; the whole is over in 30 to 35 s. */
export const defaultKeepAlive: KeepAlive = { idleMs: 15_000, intervalMs: 5000, count: 4 };
export const DEFAULT_USER_TIMEOUT_MS = 30_000;

const LOOKS_PER_TIMEOUT = 3;
/** Without a user timeout there is only the paused socket to look at. */
const IDLE_LOOK_MS = 10_000;

const fine: PatienceFinding = { is: 'fine' };

function isShut(view: KernelView): boolean {
  const nothingMoves = view.unackedSegments === 0 && (view.notSentBytes ?? 0) > 0;
  return view.peerWindowBytes === 0 || nothingMoves;
}

function isWaiting(view: KernelView): boolean {
  return view.unackedSegments > 0 || (view.notSentBytes ?? 0) > 0;
}

/** Keepalive and user timeout of one socket. */
export class KernelPatience {
  /** How often to {@link look}. */
  readonly lookEveryMs: number;
  readonly #socket: Socket;
  readonly #kernel: SocketKernel;
  readonly #keepAlive: KeepAlive | false;
  readonly #userTimeoutMs: number | false;
  #view: KernelView | null = null;
  #isShut = false;
  #isWaiting = false;
  #writtenAtLook = -1;
  #lookedAt = 0;
  #unansweredSince: number | null = null;

  constructor(socket: Socket, options: PatienceOptions = {}) {
    const {
      keepAlive = defaultKeepAlive,
      userTimeoutMs = DEFAULT_USER_TIMEOUT_MS,
      kernel = socketKernel,
    } = options;
    this.#socket = socket;
    this.#kernel = kernel;
    this.#keepAlive = keepAlive;
    this.#userTimeoutMs = userTimeoutMs;
    this.lookEveryMs = userTimeoutMs === false ? IDLE_LOOK_MS : Math.ceil(userTimeoutMs / LOOKS_PER_TIMEOUT);
  }

  /** Whether the kernel ends the connection by itself when data waits too long. */
  get hasUserTimeout(): boolean {
    return this.#userTimeoutMs !== false && !this.#isShut;
  }

  /** Whether data waited for an acknowledgement when last looked at; `null` where nobody can tell. */
  get isWaiting(): boolean | null {
    return this.#view === null ? null : this.#isWaiting;
  }

  /** What the last look saw. */
  get view(): KernelView | null {
    return this.#view;
  }

  /** Sets the options. Call it once the socket is connected. */
  begin(usableNow: number): void {
    this.#lookedAt = usableNow;
    if (this.#keepAlive !== false) this.#kernel.setKeepAlive(this.#socket, this.#keepAlive);
    if (this.#userTimeoutMs !== false) this.#kernel.setUserTimeout(this.#socket, this.#userTimeoutMs);
  }

  /** Asks the kernel now, whether there is reason to or not. */
  refresh(): KernelView | null {
    this.#view = this.#kernel.view(this.#socket) ?? this.#view;
    return this.#view;
  }

  /** `usableNow`: monotonic milliseconds less those in which this process could not run. */
  look(usableNow: number): PatienceFinding {
    const elapsedMs = usableNow - this.#lookedAt;
    this.#lookedAt = usableNow;
    const reading = isReading(this.#socket);
    const written = this.#socket.bytesWritten;
    if (reading && !this.#isWaiting && !this.#isShut && written === this.#writtenAtLook) return fine;
    this.#writtenAtLook = written;
    const view = this.#kernel.view(this.#socket);
    if (view === null) return fine;
    this.#view = view;
    this.#isWaiting = isWaiting(view);
    // Whoever reads is told by Node, with the error.
    if (view.state === 'CLOSED')
      return reading ? fine : { is: 'gone', errno: this.#kernel.takeError(this.#socket) };
    return this.#judgeWindow(view, usableNow, elapsedMs);
  }

  #judgeWindow(view: KernelView, usableNow: number, elapsedMs: number): PatienceFinding {
    const userTimeoutMs = this.#userTimeoutMs;
    if (userTimeoutMs === false) return fine;
    const shut = isShut(view);
    if (shut !== this.#isShut) {
      this.#isShut = shut;
      this.#unansweredSince = null;
      this.#kernel.setUserTimeout(this.#socket, shut ? 0 : userTimeoutMs);
      return { is: shut ? 'shut' : 'open' };
    }
    return shut && this.#isUnanswered(view, usableNow, elapsedMs, userTimeoutMs)
      ? { is: 'unanswered' }
      : fine;
  }

  #isUnanswered(view: KernelView, usableNow: number, elapsedMs: number, limitMs: number): boolean {
    // The kernel forgets how many probes it has sent as soon as one is answered.
    if (view.probes === 0) this.#unansweredSince = null;
    else if (this.#unansweredSince === null || view.lastAckReceivedMs < elapsedMs)
      this.#unansweredSince = usableNow;
    return this.#unansweredSince !== null && usableNow - this.#unansweredSince >= limitMs;
  }
}
