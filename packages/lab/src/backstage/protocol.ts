/** What the main thread asks of the backstage thread, and what comes back. */
import type { Side, TcpState } from '@halfopen/catalogue';
import type { DiagTuple } from '../kernel/sock-diag.ts';

/** A setting to write: a path below /proc/sys/net, e.g. `ipv4/tcp_retries2`. */
export interface KnobWrite {
  readonly path: string;
  readonly value: string;
}

/** Requests, by name: what goes in and what comes out. */
export interface Requests {
  /** Makes `count` network namespaces; their descriptors. */
  'namespaces-open': { readonly in: { readonly count: number }; readonly out: readonly number[] };
  'namespaces-close': { readonly in: { readonly fds: readonly number[] }; readonly out: null };
  /** Writes kernel settings inside a namespace; the paths this kernel doesn't have or refuses. */
  configure: {
    readonly in: { readonly fd: number; readonly writes: readonly KnobWrite[] };
    readonly out: readonly string[];
  };
  /** All counters of /proc/net/snmp and /proc/net/netstat of a namespace, as `Tcp.OutRsts`. */
  counters: { readonly in: { readonly fd: number }; readonly out: Readonly<Record<string, number>> };
  /** Joins two interfaces of a namespace with a delay. The box's number. */
  'box-open': {
    readonly in: {
      readonly fd: number;
      readonly clientInterface: string;
      readonly serverInterface: string;
      readonly delayNs: number;
    };
    readonly out: number;
  };
  /** Lets the box swallow every frame from and to a side, or stop doing so. */
  'box-unplug': {
    readonly in: { readonly box: number; readonly side: Side; readonly unplugged: boolean };
    readonly out: null;
  };
  /** How many frames the box could not carry: a busy machine, not the network under study. */
  'box-lost': { readonly in: { readonly box: number }; readonly out: number };
  'box-close': { readonly in: { readonly box: number }; readonly out: null };
  /** Follows the state of both ends of a connection. The watch's number; changes come as `state` events. */
  'watch-open': {
    readonly in: {
      readonly fds: Readonly<Record<Side, number>>;
      readonly tuples: Readonly<Record<Side, DiagTuple>>;
    };
    readonly out: number;
  };
  /** Looks at once: states as they are now have been told when it resolves. */
  'watch-look': { readonly in: { readonly watch: number }; readonly out: null };
  'watch-close': { readonly in: { readonly watch: number }; readonly out: null };
  /** Starts the kernel trace; `null`, or why it can't be had. */
  'trace-open': { readonly in: null; readonly out: string | null };
  /** Resolves when everything traced so far has been sent as `trace` events. */
  'trace-flush': { readonly in: null; readonly out: null };
  /** Removes trace instances of labs that are gone; how many. */
  'trace-clean': { readonly in: null; readonly out: number };
  stop: { readonly in: null; readonly out: null };
}

export type RequestName = keyof Requests;

/** A numbered request on the port. */
export interface RequestMessage<Name extends RequestName = RequestName> {
  readonly id: number;
  readonly name: Name;
  readonly input: Requests[Name]['in'];
}

/** Its answer. */
export type ResponseMessage =
  | { readonly type: 'response'; readonly id: number; readonly output: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly message: string };

/** Things that happen by themselves. Times are CLOCK_MONOTONIC nanoseconds. */
export type BackstageEvent =
  | {
      readonly type: 'state';
      readonly watch: number;
      readonly side: Side;
      readonly state: TcpState;
      readonly atNs: bigint;
    }
  | { readonly type: 'trace'; readonly lines: readonly string[] };

/** First message of the thread: the descriptor to write to in order to wake it. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly wakeFd: number;
}

export type FromBackstage = ReadyMessage | ResponseMessage | BackstageEvent;
