/** What a client can be told. */
import type { ConnectionOptions } from 'node:tls';
import { type SharedOptions, type SharedSettings, settle } from '../session/options.ts';
import {
  checkFunction,
  checkHas,
  checkNumber,
  checkObject,
  checkSignal,
  numberOr,
  wrongType,
} from '../options-check.ts';
import type { BackoffOptions } from './backoff.ts';
import { RetryBudget } from './retry-budget.ts';

/** Where a server listens. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

/** Options of `connect()`. */
export interface ConnectOptions extends SharedOptions {
  readonly host?: string;
  readonly port?: number;
  /** Several servers of one session store: tried in turn. Instead of `host` and `port`. */
  readonly servers?: readonly ServerAddress[];
  /** TLS, with these options of `tls.connect`. */
  readonly tls?: ConnectionOptions | boolean;
  /** Deadline of one attempt: name, addresses, TLS and session handshake together. 10 s. */
  readonly connectMs?: number;
  /** How long `connect()` tries until the first connection is open; 0 for one attempt. 30 s. */
  readonly establishMs?: number;
  /** How long the session may be without a connection before it is given up. For ever. */
  readonly offlineMs?: number;
  /** Bounds of the wait between attempts. 100 ms doubling to 30 s. */
  readonly backoff?: Partial<BackoffOptions>;
  /** A connection that lived shorter does not end the backoff. 5 s. */
  readonly minUptimeMs?: number;
  /** Share one between sessions to bound them together. */
  readonly retryBudget?: RetryBudget;
  /** Shown to the server's `authenticate` at every connection: a token, or what makes one. At most 2 KiB. */
  readonly credentials?: string | Uint8Array | (() => Promise<string | Uint8Array>);
  /** Ends the attempt to connect, and later the session. */
  readonly signal?: AbortSignal;
  /** The session's name in `store`. Needed with one: under it the next process finds it. */
  readonly name?: string;
  /** Forget what the store has under the name, and begin anew. */
  readonly fresh?: boolean;
  /** From 0 up to, and without, 1. */
  readonly random?: () => number;
}

/** The same, with everything decided. */
export interface ClientSettings extends SharedSettings {
  readonly servers: readonly ServerAddress[];
  readonly tls: ConnectionOptions | true | null;
  readonly connectMs: number;
  readonly establishMs: number;
  readonly offlineMs: number;
  readonly backoff: BackoffOptions;
  readonly minUptimeMs: number;
  readonly retryBudget: RetryBudget;
  readonly credentials: () => Promise<Buffer>;
  readonly signal: AbortSignal | null;
  readonly random: () => number;
}

/** Decides what was left open. Throws a `RangeError` or `TypeError` that names the option which makes no sense. */
export function settleClient(options: ConnectOptions): ClientSettings {
  const shared = settle(options);
  const { credentials = '' } = options;
  if (options.backoff !== undefined) checkObject('backoff', options.backoff, 'an object');
  checkHas('retryBudget', options.retryBudget, 'takeMs');
  checkFunction('random', options.random);
  checkSignal(options.signal);
  if (options.name !== undefined && options.store === undefined) {
    throw new TypeError('name: it is for a session in a store, and there is no store');
  }
  if (options.store !== undefined && (options.name === undefined || options.name === '')) {
    throw new TypeError('name: a session in a store needs one, under which the next process finds it');
  }
  return {
    ...shared,
    servers: serversOf(options),
    tls: options.tls === undefined || options.tls === false ? null : options.tls,
    connectMs: numberOr(10_000, 'connectMs', options.connectMs, 1),
    establishMs: numberOr(30_000, 'establishMs', options.establishMs, 0),
    offlineMs: numberOr(Number.POSITIVE_INFINITY, 'offlineMs', options.offlineMs, 0),
    backoff: {
      baseMs: numberOr(100, 'backoff.baseMs', options.backoff?.baseMs, 1),
      capMs: numberOr(30_000, 'backoff.capMs', options.backoff?.capMs, 1),
    },
    minUptimeMs: numberOr(5000, 'minUptimeMs', options.minUptimeMs, 0),
    retryBudget: options.retryBudget ?? new RetryBudget({}, () => shared.clock.now()),
    credentials: async () =>
      Buffer.from(typeof credentials === 'function' ? await credentials() : credentials),
    signal: options.signal ?? null,
    random: options.random ?? Math.random,
  };
}

function serversOf({ servers, host, port }: ConnectOptions): readonly ServerAddress[] {
  const all = servers ?? (port === undefined ? [] : [{ host: host ?? 'localhost', port }]);
  if (Array.isArray(all) && all.length === 0) throw new TypeError('port: where does the server listen?');
  if (!Array.isArray(all)) throw wrongType('servers', all, 'an array of { host, port }');
  for (const server of all as readonly ServerAddress[]) {
    checkNumber('port', server.port, { least: 1, most: 65_535, whole: true });
    if (typeof server.host !== 'string' || server.host === '') {
      throw wrongType('host', server.host, 'a name or an address');
    }
  }
  return all;
}
