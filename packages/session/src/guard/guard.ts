/**
 * Watches over any connected socket and ends it when it is dead, with an error that says why.
 *
 *     who notices                    what                                               default
 *     kernel, keepalive              nobody answers while idle                          35 s
 *     kernel, TCP_USER_TIMEOUT       nobody acknowledges data                           30 s
 *     this, asking TCP_INFO          nobody answers window probes; a reset behind a     30 s; 10 s
 *                                    paused socket; a reset that Node takes for EOF
 *     this, counting bytes           the peer says nothing (`silence`)                  off
 *     this, counting bytes           the peer takes nothing (`stalledWriteMs`)          off
 *
 * One timer for each guard, set to the next moment at which something can be due; nothing happens for each chunk. The socket
 * is neither paused nor made to flow. Time in which this process was blocked, stopped or asleep does not count, and before a
 * verdict the event loop goes round once, so that bytes which wait in the kernel are read first.
 */
import type { Socket } from 'node:net';
import { callOut } from '../diagnostics/call-out.ts';
import { classify, classifyErrno, type ErrorContext } from '../errors/classify.ts';
import { codeFacts } from '../errors/code-facts.ts';
import { inOneLine } from '../errors/error-words.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { type ErrorCode, errorCodes, type Phase } from '../errors/error-codes.ts';
import { resetSocket } from '../platform/reset.ts';
import { isReading, queuedBelow } from '../platform/socket-fd.ts';
import { socketKernel, type SocketKernel } from '../platform/socket-kernel.ts';
import { type Clock, systemClock, type Timer } from '../time/clock.ts';
import { type LoopEvent, type LoopWatch, loopWatchOf } from '../time/loop-watch.ts';
import { checkGuardOptions } from './check-options.ts';
import type { Guard, GuardEvent, GuardOptions } from './guard-options.ts';
import { KernelPatience } from './kernel-patience.ts';
import { RecentEvents } from '../errors/recent-events.ts';
import { Silence } from './silence.ts';
import { StalledWrite } from './stalled-write.ts';

/** Nothing here is worth waking up more often for. */
const SHORTEST_WAIT_MS = 5;

function inWords(code: ErrorCode, why: string): string {
  return `${errorCodes[code]} (${why})`;
}

/**
 * Guards a `net.Socket` or `tls.TLSSocket`, connected or connecting, whatever it speaks. The socket's errors can't end the
 * process any more: they come out of {@link Guard.ended}, and to your own listeners, if you have any. Throws a `TypeError` or
 * `RangeError` that names the option which makes no sense.
 */
export function guard(socket: Socket, options: GuardOptions = {}): Guard {
  return new SocketGuard(socket, options, new RecentEvents());
}

/** See {@link guard}; `recent` holds what happened before. */
export class SocketGuard implements Guard {
  readonly socket: Socket;
  readonly ended: Promise<ConnectionError | null>;
  readonly #options: GuardOptions;
  readonly #clock: Clock;
  readonly #watch: LoopWatch;
  readonly #kernel: SocketKernel;
  readonly #patience: KernelPatience;
  readonly #recent: RecentEvents;
  readonly #unlisten: () => void;
  #resolveEnded: (error: ConnectionError | null) => void = () => undefined;
  #silence: Silence | null = null;
  #stalled: StalledWrite | null = null;
  #timer: Timer | null = null;
  #patienceDueAt = Infinity;
  #bytesReadAtLook = 0;
  #stolenAtLook = 0;
  #address: string | null = null;
  #port: number | null = null;
  #verdict: ConnectionError | null = null;
  #error: Error | null = null;
  #endSeen: 'theirs-first' | 'ours-first' | null = null;
  #connected = false;
  #over = false;

  constructor(socket: Socket, options: GuardOptions, recent: RecentEvents) {
    checkGuardOptions(options);
    const { clock = systemClock, kernel = socketKernel } = options;
    this.socket = socket;
    this.#options = options;
    this.#clock = clock;
    this.#watch = options.loopWatch ?? loopWatchOf(clock);
    this.#kernel = kernel;
    this.#patience = new KernelPatience(socket, options);
    this.#recent = recent;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#unlisten = this.#watch.listen((event) => this.#onLoop(event));
    socket.on('error', this.#onError).once('end', this.#onEnd).once('close', this.#onClose);
    if (socket.destroyed) {
      this.#error = socket.errored;
      this.#settle();
      return;
    }
    if (socket.connecting) socket.once('connect', this.#begin);
    else this.#begin();
    const { signal } = options;
    if (signal?.aborted === true) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  kill(reason = 'by the caller'): void {
    this.#fail('HO_ABORTED', `killed: ${reason}`);
  }

  dispose(): void {
    this.#letGo(null);
  }

  #usableNow(): number {
    return this.#clock.now() - this.#watch.stolenMs();
  }

  #tell(event: GuardEvent, what: string): void {
    this.#recent.add(this.#clock.now(), what);
    callOut(this.#options.onEvent, event);
  }

  readonly #begin = (): void => {
    const { socket } = this;
    const { silence, stalledWriteMs = false } = this.#options;
    const now = this.#usableNow();
    this.#connected = true;
    this.#address = socket.remoteAddress ?? null;
    this.#port = socket.remotePort ?? null;
    this.#patience.begin(now);
    this.#patienceDueAt = now + this.#patience.lookEveryMs;
    this.#bytesReadAtLook = socket.bytesRead;
    this.#stolenAtLook = this.#watch.stolenMs();
    if (silence !== undefined) {
      const exact = this.#kernel.view(socket) !== null;
      this.#silence = new Silence(silence, exact, now, socket.bytesRead);
    }
    if (stalledWriteMs !== false) this.#stalled = new StalledWrite(stalledWriteMs, now);
    this.#arm();
  };

  #arm(): void {
    this.#timer?.cancel();
    const due = Math.min(
      this.#patienceDueAt,
      this.#silence?.dueAt ?? Infinity,
      this.#stalled?.dueAt ?? Infinity,
    );
    const waitMs = Math.max(SHORTEST_WAIT_MS, due - this.#usableNow());
    this.#timer = this.#clock.after(waitMs, this.#onTimer, false);
  }

  readonly #onTimer = (): void => {
    if (this.#over) return;
    this.#lookAtKernel();
    if (this.#lookAtBytes() !== null) this.#clock.soon(this.#onSecondLook);
    else if (!this.#isEnding()) this.#arm();
  };

  /** What waited in the kernel has been read by now. */
  readonly #onSecondLook = (): void => {
    if (this.#isEnding()) return;
    const verdict = this.#lookAtBytes();
    if (verdict === null) this.#arm();
    else this.#fail(verdict.code, inWords(verdict.code, verdict.why));
  };

  #isEnding(): boolean {
    return this.#over || this.#verdict !== null;
  }

  #lookAtKernel(): void {
    const now = this.#usableNow();
    if (now < this.#patienceDueAt) return;
    this.#patienceDueAt = now + this.#patience.lookEveryMs;
    const finding = this.#patience.look(now);
    switch (finding.is) {
      case 'fine':
        break;
      case 'shut':
        this.#tell({ type: 'window-shut' }, 'the peer takes no more: window shut');
        break;
      case 'open':
        this.#tell({ type: 'window-open' }, 'window open');
        break;
      case 'unanswered':
        this.#fail('HO_TIMED_OUT', inWords('HO_TIMED_OUT', 'the peer does not answer window probes'));
        break;
      case 'gone':
        this.#failBehindNode(finding.errno);
        break;
    }
  }

  #lookAtBytes(): { readonly code: ErrorCode; readonly why: string } | null {
    const now = this.#usableNow();
    if (this.#lookForWord(now) === 'dead') {
      const silenceMs = Math.round(this.#silence?.silenceMs(now) ?? 0);
      return { code: 'HO_SILENT_PEER', why: `nothing received for ${silenceMs} ms` };
    }
    if (!this.#lookForProgress(now)) return null;
    const stalledMs = Math.round(this.#stalled?.stalledMs(now) ?? 0);
    return { code: 'HO_STALLED_WRITE', why: `nothing taken for ${stalledMs} ms` };
  }

  #lookForWord(usableNow: number): 'wait' | 'dead' {
    const silence = this.#silence;
    if (silence === null) return 'wait';
    const { bytesRead } = this.socket;
    const stolen = this.#watch.stolenMs();
    // When the last byte came is worth knowing only if all the time since is this process's own.
    const ask = bytesRead !== this.#bytesReadAtLook && stolen === this.#stolenAtLook;
    const lastDataMs = ask ? (this.#kernel.view(this.socket)?.lastDataReceivedMs ?? null) : null;
    this.#bytesReadAtLook = bytesRead;
    this.#stolenAtLook = stolen;
    const step = silence.look({ usableNow, bytesRead, isReading: isReading(this.socket), lastDataMs });
    if (step !== 'probe') return step;
    callOut(this.#options.silence?.probe);
    this.#tell({ type: 'probe', silenceMs: silence.silenceMs(usableNow) }, 'asked for a sign of life');
    return 'wait';
  }

  #lookForProgress(usableNow: number): boolean {
    const stalled = this.#stalled;
    if (stalled === null) return false;
    const { socket } = this;
    const view = this.#kernel.view(socket);
    const queued = queuedBelow(socket);
    const inKernel = view !== null && (view.unackedSegments > 0 || (view.notSentBytes ?? 0) > 0);
    const isWaiting = inKernel || queued > 0 || socket.writableLength > 0;
    const taken = view?.ackedBytes ?? socket.bytesWritten - socket.writableLength - queued;
    return stalled.look({ usableNow, isWaiting, taken });
  }

  #onLoop({ type, ms }: LoopEvent): void {
    const seconds = `${(ms / 1000).toFixed(1)} s`;
    if (type === 'blocked') {
      this.#tell({ type, ms }, `this process could not run for ${seconds}`);
      return;
    }
    this.#tell({ type, ms }, `the wall clock jumped by ${seconds}`);
    this.#silence?.suspect(this.#usableNow());
    if (this.#timer !== null && !this.#isEnding()) this.#arm();
  }

  readonly #onAbort = (): void =>
    this.#fail('HO_ABORTED', inWords('HO_ABORTED', 'by its signal'), this.#options.signal?.reason);

  readonly #onError = (error: Error): void => {
    this.#error = error;
    this.#recent.add(this.#clock.now(), inOneLine(error.message));
  };

  readonly #onEnd = (): void => {
    const { socket } = this;
    this.#endSeen = socket.writableEnded ? 'ours-first' : 'theirs-first';
    this.#silence = null;
    // libuv reports the end of file for a reset that comes behind data it has not read yet.
    const errno = this.#kernel.takeError(socket);
    if (errno === null) this.#recent.add(this.#clock.now(), 'end of file');
    else this.#failBehindNode(errno);
  };

  readonly #onClose = (): void => this.#settle();

  #phase(): Phase {
    const { socket } = this;
    if (!this.#connected) return 'connect';
    if ((socket as { readonly secureConnecting?: boolean }).secureConnecting === true) return 'handshake';
    return socket.writableEnded ? 'closing' : 'open';
  }

  #context(): ErrorContext {
    const { socket } = this;
    const waiting = this.#patience.isWaiting;
    return {
      phase: this.#phase(),
      address: this.#address,
      port: this.#port,
      bytesRead: socket.bytesRead,
      bytesWritten: socket.bytesWritten,
      recent: this.#recent.since(this.#clock.now()),
      tcpInfo: this.#patience.view,
      userTimeout: this.#patience.hasUserTimeout,
      ...(waiting === null ? {} : { unacknowledged: waiting }),
    };
  }

  /** An error of this package's own making. */
  #errorOf(code: ErrorCode, message: string, original?: unknown): ConnectionError {
    const {
      phase = 'open',
      bytesWritten = 0,
      unacknowledged: _,
      userTimeout: __,
      ...known
    } = this.#context();
    const { endedBy, retryable } = codeFacts[code];
    return new ConnectionError(
      message,
      {
        ...known,
        code,
        phase,
        endedBy,
        retryable,
        bytesWritten,
        delivered: bytesWritten === 0 ? 'no' : 'maybe',
        cause: code === 'HO_SILENT_PEER' ? 'idle-frozen-peer' : null,
      },
      original,
    );
  }

  #fail(code: ErrorCode, message: string, original?: unknown): void {
    if (this.#isEnding()) return;
    this.#patience.refresh();
    this.#kill(this.#errorOf(code, message, original));
  }

  /** The kernel has ended the connection, and Node does not know. */
  #failBehindNode(errno: string | null): void {
    if (this.#isEnding()) return;
    this.#kill(classifyErrno(errno, this.#context()));
  }

  #kill(error: ConnectionError): void {
    this.#verdict = error;
    this.#timer?.cancel();
    resetSocket(this.socket, this.#kernel, error);
    this.#tell({ type: 'killed', error }, 'killed');
  }

  #settle(): void {
    if (this.#over) return;
    const error = this.#outcome();
    this.#letGo(error);
    callOut(this.#options.onEvent, { type: 'ended', error });
  }

  #outcome(): ConnectionError | null {
    if (this.#verdict !== null) return this.#verdict;
    if (this.#error !== null) return classify(this.#error, this.#context());
    if (this.#endSeen === 'theirs-first') return this.#errorOf('HO_EOF', inWords('HO_EOF', 'end of file'));
    if (this.#endSeen === 'ours-first' || this.socket.writableFinished) return null;
    return this.#errorOf('HO_CLOSED', inWords('HO_CLOSED', 'destroyed by this program'));
  }

  #letGo(error: ConnectionError | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#timer?.cancel();
    this.#unlisten();
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    const { socket } = this;
    socket.removeListener('end', this.#onEnd).removeListener('close', this.#onClose);
    socket.removeListener('connect', this.#begin);
    // A socket that is being closed may have an error still to report.
    if (!socket.destroyed) socket.removeListener('error', this.#onError);
    this.#resolveEnded(error);
  }
}
