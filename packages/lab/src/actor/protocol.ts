/**
 * What the lab and a program of its say to each other: one JSON object a line, commands on the program's standard
 * input, answers on its standard output. Every command gets a `begin` just before the system call and an `end` just
 * after it, so that a call that never returns is still seen to have begun.
 */
import type { PollInterest, SocketOptions } from '../scenario.ts';

/** A system call to make. */
export type Command =
  | {
      readonly op: 'socket';
      readonly options: SocketOptions;
      readonly bindAddress: string;
      readonly bindPort: number;
    }
  | {
      readonly op: 'listen';
      readonly address: string;
      readonly port: number;
      readonly backlog: number;
      readonly options: SocketOptions;
    }
  | { readonly op: 'accept'; readonly fd: number }
  | { readonly op: 'connect'; readonly fd: number; readonly address: string; readonly port: number }
  | { readonly op: 'send'; readonly fd: number; readonly data: string | number }
  | { readonly op: 'recv'; readonly fd: number; readonly maxBytes: number }
  | {
      readonly op: 'poll';
      readonly fd: number;
      readonly interest: readonly PollInterest[];
      readonly timeoutMs: number;
    }
  | { readonly op: 'until'; readonly fd: number; readonly interest: PollInterest; readonly timeoutMs: number }
  | { readonly op: 'select'; readonly fd: number; readonly timeoutMs: number }
  | { readonly op: 'getError'; readonly fd: number }
  | { readonly op: 'nonBlocking'; readonly fd: number }
  | { readonly op: 'set'; readonly fd: number; readonly options: SocketOptions }
  | { readonly op: 'shutdown'; readonly fd: number; readonly how: 'read' | 'write' | 'both' }
  | { readonly op: 'close'; readonly fd: number }
  | { readonly op: 'forget'; readonly fd: number }
  | { readonly op: 'sigpipe'; readonly disposition: 'default' | 'ignore' }
  | { readonly op: 'abort' }
  | { readonly op: 'exit'; readonly code: number };

/** A command with its number. */
export type NumberedCommand = Command & { readonly id: number };

/** The program is about to make the call. Times are CLOCK_MONOTONIC nanoseconds, in decimal. */
export interface BeginMessage {
  readonly id: number;
  readonly beginNs: string;
}

/** The call returned. */
export interface EndMessage {
  readonly id: number;
  readonly endNs: string;
  /** As the catalogue writes results, numbers in decimal. */
  readonly result: string;
  readonly value: number;
  readonly errno: string | null;
  /** errno after a call that succeeded: 0 unless the call set it all the same. */
  readonly errnoLeft: number;
  /** recv: what was read, Latin-1. */
  readonly data?: string;
  /** accept: who connected. socket, listen: the local address. */
  readonly address?: string;
  readonly port?: number;
}

/** The program can't go on; the lab reports it as its own fault, not as the kernel's. */
export interface FailureMessage {
  readonly id: number;
  readonly failure: string;
}

export type ActorMessage = BeginMessage | EndMessage | FailureMessage;
