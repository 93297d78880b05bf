/** What the benchmark says to its two child processes, and what they answer. */

/** One thing to measure. */
export type Task =
  /** As many messages as the way takes. */
  | { readonly kind: 'throughput'; readonly connections: number; readonly messages: number }
  /** So many a second, each answered: from when it was due until the answer has come. */
  | {
      readonly kind: 'latency';
      readonly connections: number;
      readonly messages: number;
      readonly perSecond: number;
    }
  /** Connections that are open and say nothing. */
  | { readonly kind: 'memory'; readonly connections: number };

/** To the server's process: listen; say when so many messages have come; say how much memory is in use. */
export type ServerCommand =
  | { readonly do: 'serve'; readonly subject: string; readonly answers: boolean }
  | { readonly do: 'expect'; readonly messages: number }
  | { readonly do: 'memory' };

/** To the client's process. */
export type ClientCommand =
  | { readonly do: 'dial'; readonly subject: string; readonly port: number; readonly connections: number }
  | { readonly do: 'run'; readonly task: Task }
  | { readonly do: 'memory' };

/** What a child says. */
export type ChildReport =
  | { readonly did: 'serve'; readonly port: number }
  | { readonly did: 'expect' }
  | { readonly did: 'received' }
  | { readonly did: 'dial' }
  | { readonly did: 'run'; readonly latenciesMs: readonly number[] }
  | { readonly did: 'memory'; readonly bytes: number };

/** Bytes of each message. */
export const MESSAGE_BYTES = 1024;
