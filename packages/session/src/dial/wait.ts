/** Waiting with one limit for everything: a deadline and a signal over several steps, each of which cleans up behind itself. */
import type { Clock, Timer } from '../time/clock.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import type { Phase } from '../errors/error-codes.ts';

/** A step: begins something, reports its end once by either function, and returns how to stop it. */
export type Step<Result> = (done: (result: Result) => void, failed: (error: Error) => void) => () => void;

/** What the limit is about, for its errors. */
export interface Attempted {
  readonly host: string;
  readonly port: number;
}

/** One limit over all steps of getting connected. */
export class Limit {
  readonly #deadlineMs: number;
  readonly #attempted: Attempted;
  readonly #signal: AbortSignal | null;
  readonly #timer: Timer;
  #phase: Phase = 'resolve';
  #story: () => string = () => '';
  #stop: ((error: ConnectionError) => void) | null = null;
  #reached: ConnectionError | null = null;

  constructor(clock: Clock, deadlineMs: number, signal: AbortSignal | null, attempted: Attempted) {
    this.#deadlineMs = deadlineMs;
    this.#attempted = attempted;
    this.#signal = signal;
    // If this process was busy, the answer may be waiting to be read.
    this.#timer = clock.after(deadlineMs, () => clock.soon(() => this.#reach(this.#tooLate())));
    if (signal?.aborted === true) this.#reached = this.#aborted();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Runs one step. Rejects with what it fails with, or with the limit's error. `story` tells how far it came. */
  run<Result>(phase: Phase, step: Step<Result>, story: () => string = () => ''): Promise<Result> {
    this.#phase = phase;
    this.#story = story;
    return new Promise((resolve, reject) => {
      if (this.#reached !== null) {
        reject(this.#reached);
        return;
      }
      // A step may be over before it has said how to stop it.
      let stop: (() => void) | null = null;
      let over = false;
      const end = (): void => {
        over = true;
        this.#stop = null;
        stop?.();
      };
      this.#stop = (error) => {
        end();
        reject(error);
      };
      stop = step(
        (result) => {
          if (over) return;
          end();
          resolve(result);
        },
        (error) => {
          if (over) return;
          end();
          reject(error);
        },
      );
      if (over) stop();
    });
  }

  /** Lets go of timer and signal. */
  release(): void {
    this.#timer.cancel();
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#stop = null;
  }

  readonly #onAbort = (): void => this.#reach(this.#aborted());

  #reach(error: ConnectionError): void {
    if (this.#reached !== null) return;
    this.#reached = error;
    this.#stop?.(error);
  }

  #tooLate(): ConnectionError {
    const { host, port } = this.#attempted;
    const story = this.#story();
    return new ConnectionError(
      `no connection to ${host}:${port} within ${Math.round(this.#deadlineMs)} ms, ${waitedFor[this.#phase]}${story === '' ? '' : `: ${story}`}`,
      {
        code: 'HO_CONNECT_TIMEOUT',
        phase: this.#phase,
        cause: this.#phase === 'connect' ? 'conn-blackhole' : null,
        delivered: 'no',
        address: host,
        port,
      },
    );
  }

  #aborted(): ConnectionError {
    const { host, port } = this.#attempted;
    return new ConnectionError(
      `connecting to ${host}:${port} was aborted`,
      {
        code: 'HO_ABORTED',
        phase: this.#phase,
        endedBy: 'local',
        retryable: false,
        delivered: 'no',
        address: host,
        port,
      },
      this.#signal?.reason,
    );
  }
}

const waitedFor: Readonly<Record<Phase, string>> = {
  resolve: 'still waiting for the name to be resolved',
  connect: 'no address has answered',
  handshake: 'the TLS handshake is not complete',
  open: '',
  closing: '',
};
