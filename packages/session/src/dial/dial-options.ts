/** What a caller may say about getting connected. */
import type { LookupFunction, Socket } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import type { Clock } from '../time/clock.ts';

/** Options of {@link dial}. */
export interface DialOptions {
  /** Name or address. */
  readonly host: string;
  readonly port: number;
  /** TLS after the connection, with these options or Node's own; `servername` is `host` unless it says otherwise. */
  readonly tls?: ConnectionOptions | true;
  /** For everything together: name, all addresses, TLS. Default 10 000. */
  readonly deadlineMs?: number;
  /** Calls it off: `HO_ABORTED`. */
  readonly signal?: AbortSignal;
  /** Instead of dns.lookup; is asked for all addresses. */
  readonly lookup?: LookupFunction;
  /** Only this family's addresses. */
  readonly family?: 4 | 6;
  /** Head start of each address over the next. Default 250 (RFC 8305 section 5). */
  readonly attemptDelayMs?: number;
  /** As of net.Socket: whether writing stays possible after the other side's end of file. Default false. */
  readonly allowHalfOpen?: boolean;
  /** Hears how it goes. */
  readonly onEvent?: (event: DialEvent) => void;
  readonly clock?: Clock;
}

/** What happens on the way to a connection. */
export type DialEvent =
  | { readonly type: 'resolved'; readonly addresses: readonly string[] }
  | { readonly type: 'attempt'; readonly address: string }
  | { readonly type: 'attempt-failed'; readonly address: string; readonly error: Error }
  | { readonly type: 'connected'; readonly address: string }
  | { readonly type: 'secured'; readonly protocol: string | null };

/** The connection that came of it. */
export type DialledSocket = Socket | TLSSocket;
