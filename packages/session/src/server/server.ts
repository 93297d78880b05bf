/** A server that hands sessions to the program. */
import { type AddressInfo, type Server as NetServer, createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { once } from 'node:events';
import { deferred } from '../deferred.ts';
import { classify } from '../errors/classify.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import { numberOr } from '../options-check.ts';
import type { Clock } from '../time/clock.ts';
import { type DrainReport, drain } from './drain.ts';
import { type ListenOptions, type ServerSettings, settleServer } from './options.ts';
import { Reception } from './reception.ts';
import { Registry } from './registry.ts';

/** Numbers of a server so far. */
export interface ServerCounters {
  /** Open connections, handshakes included. */
  readonly connections: number;
  /** Of those, how many have not completed the handshake. */
  readonly handshakes: number;
  /** Sessions, those without a connection included. */
  readonly sessions: number;
  /** How often a session was begun or taken up. */
  readonly admitted: number;
  /** Connections that never got a session, by the code of the error. */
  readonly refused: Readonly<Partial<Record<ErrorCode, number>>>;
}

const DEFAULT_DRAIN_MS = 10_000;
/** What a frame has room for. */
const MAX_RETRY_AFTER_MS = 2 ** 32 - 1;
const BACKLOG = 1024;
/** How long closing waits for a store. */
const STORE_PATIENCE_MS = 3000;

/** A server that listens. Made by `listen()`. */
export class Server implements AsyncDisposable {
  readonly #settings: ServerSettings;
  readonly #server: NetServer;
  readonly #registry: Registry;
  readonly #reception: Reception;
  #stopped: Promise<void> | null = null;

  /** Use `listen()`. */
  constructor(settings: ServerSettings, server: NetServer, registry: Registry, reception: Reception) {
    this.#settings = settings;
    this.#server = server;
    this.#registry = registry;
    this.#reception = reception;
  }

  /** Where it listens. */
  get address(): AddressInfo {
    const address = this.#server.address();
    if (address === null || typeof address === 'string')
      throw new TypeError('this server does not listen any more');
    return address;
  }

  get counters(): ServerCounters {
    const { door, admitted, refused } = this.#reception;
    return {
      connections: door.connections,
      handshakes: door.handshakes,
      sessions: this.#registry.size,
      admitted,
      refused,
    };
  }

  /**
   * Asks every client to come back later, lets finish what is under way in both directions, and closes. What is not finished at
   * the deadline is cut off, and is in the report. With `retryAfterMs`, clients come back no sooner than that.
   */
  async drain(
    options: { readonly deadlineMs?: number; readonly retryAfterMs?: number } = {},
  ): Promise<DrainReport> {
    const deadlineMs = numberOr(DEFAULT_DRAIN_MS, 'deadlineMs', options.deadlineMs, 0);
    const retryAfterMs = numberOr(0, 'retryAfterMs', options.retryAfterMs, 0, MAX_RETRY_AFTER_MS);
    void this.#stop(retryAfterMs);
    const sessions = [...this.#registry.sessions];
    const report = await drain(sessions, this.#settings.clock, { deadlineMs, retryAfterMs });
    await this.close({ retryAfterMs });
    return report;
  }

  /**
   * Ends every connection at once. Sessions in a store stay there for the next process. Others are lost: here at once, and at their
   * clients when a server tells them that it does not know the session, or when their patience (`offlineMs`) ends.
   */
  async close(options: { readonly retryAfterMs?: number } = {}): Promise<void> {
    const retryAfterMs = numberOr(0, 'retryAfterMs', options.retryAfterMs, 0, MAX_RETRY_AFTER_MS);
    const stopped = this.#stop(retryAfterMs);
    const { clock } = this.#settings;
    const ended = [...this.#registry.sessions].map(async ({ core }) => {
      if (core.journal !== null) await inTime(core.journal.close('keep'), clock);
      core.wire?.farewell('going-away', '', retryAfterMs);
      core.lose(goingAway());
    });
    await Promise.all(ended);
    await stopped;
  }

  /** Keeps the process alive, which is so from the beginning. */
  ref(): this {
    this.#server.ref();
    return this;
  }

  /** Lets the process end though the server listens. */
  unref(): this {
    this.#server.unref();
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #stop(retryAfterMs: number): Promise<void> {
    this.#reception.close(retryAfterMs);
    this.#stopped ??= new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
    return this.#stopped;
  }
}

/**
 * Listens, and hands every session to `onSession`. Rejects with a {@link ConnectionError} when the address can't be had, and throws a
 * `RangeError` for an option that makes no sense.
 */
export async function listen(options: ListenOptions): Promise<Server> {
  const settings = settleServer(options);
  const registry = new Registry(settings);
  const reception = new Reception(settings, registry);
  const server = netServer(options, reception);
  server.listen({ port: options.port, host: options.host, backlog: BACKLOG });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw classify(error, { phase: 'connect' });
  }
  // A descriptor that could not be had costs that connection, not the process.
  server.on('error', (error) => reception.failed(error));
  return new Server(settings, server, registry, reception);
}

function netServer({ tls }: ListenOptions, reception: Reception): NetServer {
  if (tls === undefined || tls === false) return createServer((socket) => reception.receive(socket));
  // The reception has a deadline of its own, which is to come first.
  const handshakeTimeout = Math.min(2 * reception.handshakeMs, 2 ** 31 - 1);
  const server = createTlsServer({ handshakeTimeout, ...tls });
  server.on('connection', (raw) => reception.receiveUnsecured(raw));
  server.on('secureConnection', (socket) => reception.secured(socket));
  server.on('tlsClientError', (error, socket) => reception.unsecurable(socket, error));
  return server;
}

/** A store that hangs keeps nobody from closing. */
async function inTime(stored: Promise<void>, clock: Clock): Promise<void> {
  const late = deferred();
  const timer = clock.after(STORE_PATIENCE_MS, () => late.resolve());
  await Promise.race([stored, late.promise]);
  timer.cancel();
}

function goingAway(): ConnectionError {
  return new ConnectionError('this server is closing', {
    code: 'HO_GOING_AWAY',
    phase: 'closing',
    endedBy: 'local',
    retryable: false,
  });
}
