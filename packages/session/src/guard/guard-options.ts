/** What a caller may say about guarding a connection, and what the guard says back. */
import type { Socket } from 'node:net';
import type { ConnectionError } from '../errors/connection-error.ts';
import type { SocketKernel } from '../platform/socket-kernel.ts';
import type { Clock } from '../time/clock.ts';
import type { LoopWatch } from '../time/loop-watch.ts';
import type { PatienceOptions } from './kernel-patience.ts';
import type { SilencePolicy } from './silence.ts';

/** Options of {@link guard}. */
export interface GuardOptions extends PatienceOptions {
  /** For a peer that is expected to speak. Default: none. A frozen program is found by this alone: its kernel goes on answering. */
  readonly silence?: SilencePolicy;
  /**
   * Kills when a living peer has taken nothing of what waits to be written for so long. Default: false, because TCP lets a
   * reader take its time (RFC 9293 section 3.8.6.1); set it longer than any pause you allow.
   */
  readonly stalledWriteMs?: number | false;
  /** Kills the connection: `HO_ABORTED`. */
  readonly signal?: AbortSignal;
  /** Hears what the guard notices. */
  readonly onEvent?: (event: GuardEvent) => void;
  readonly clock?: Clock;
  /** Knows how long this process could not run. Default: one for all guards of the process. */
  readonly loopWatch?: LoopWatch;
  readonly kernel?: SocketKernel;
}

/** What a guard notices. */
export type GuardEvent =
  | { readonly type: 'window-shut' }
  | { readonly type: 'window-open' }
  | { readonly type: 'probe'; readonly silenceMs: number }
  | { readonly type: 'blocked'; readonly ms: number }
  | { readonly type: 'clock-jump'; readonly ms: number }
  | { readonly type: 'killed'; readonly error: ConnectionError }
  | { readonly type: 'ended'; readonly error: ConnectionError | null };

/** A guarded connection. */
export interface Guard {
  readonly socket: Socket;
  /**
   * How it ended; never rejects. `null`: this side ended it, in order, or has disposed of the guard. `HO_EOF`: the other side
   * ended it first. `HO_CLOSED`: destroyed by this program with something unsent, or before the end. Anything else is a failure.
   */
  readonly ended: Promise<ConnectionError | null>;
  /** Ends it now, with a reset where that can be done and never by waiting for anybody; the socket reports the error. */
  kill(reason?: string): void;
  /** Lets go: no listener and no timer is left, options of the socket stay as they are. */
  dispose(): void;
}
