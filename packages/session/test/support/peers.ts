/** A server, a relay before it, and clients; everything ends with its test. */
import { onTestFinished } from 'vitest';
import {
  type ConnectOptions,
  connect,
  listen,
  type ListenOptions,
  type Message,
  type Server,
  type Session,
  type SessionEvent,
} from '../../src/index.ts';
import { Relay } from './relay.ts';

/** Sessions that a server was handed, and what it was told. */
export class Host {
  readonly sessions: Session[] = [];
  readonly events: SessionEvent[] = [];
  server!: Server;
  #told: (() => void)[] = [];

  tell(): void {
    for (const resolve of this.#told.splice(0)) resolve();
  }

  get port(): number {
    return this.server.address.port;
  }

  /** Resolves as soon as `test` gives something; it is asked whenever the server tells of something. */
  async until<T>(test: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = test();
      if (found !== undefined && found !== false) return found;
      await new Promise<void>((resolve) => this.#told.push(resolve));
    }
  }

  /** The session number `at`, counted from 0. */
  async session(at: number = 0): Promise<Session> {
    return this.until(() => this.sessions[at]);
  }

  /** The codes with which connections were refused, once there are so many. */
  async refusals(count: number): Promise<readonly string[]> {
    return this.until(() => {
      const codes = this.events.flatMap((event) => (event.type === 'refused' ? [event.error.code] : []));
      return codes.length >= count && codes;
    });
  }
}

const quick = { host: '127.0.0.1', heartbeatMs: 10_000 } as const;

/** Listens on a port that is free. */
export async function host(options: Partial<ListenOptions> = {}): Promise<Host> {
  const made = new Host();
  const { onSession = () => undefined, onEvent } = options;
  made.server = await listen({
    ...quick,
    port: 0,
    ...options,
    onEvent: (event) => {
      made.events.push(event);
      made.tell();
      onEvent?.(event);
    },
    onSession: (session) => {
      made.sessions.push(session);
      made.tell();
      return onSession(session);
    },
  });
  onTestFinished(() => made.server.close());
  return made;
}

/** A relay before a port. */
export async function relayTo(port: number): Promise<Relay> {
  const relay = await Relay.to(port);
  onTestFinished(() => relay.close());
  return relay;
}

/** What tests of reconnecting want: no time lost waiting. */
export const eager = {
  backoff: { baseMs: 1, capMs: 5 },
  minUptimeMs: 0,
  establishMs: 5000,
  connectMs: 2000,
} as const satisfies Partial<ConnectOptions>;

/** Connects without patience for itself; what is left open is aborted when the test has finished. */
export async function guest(port: number, options: Partial<ConnectOptions> = {}): Promise<Session> {
  const session = await connect({ ...quick, ...eager, port, ...options });
  onTestFinished(() => session.abort());
  return session;
}

/** Sends back whatever comes, then ends. */
export async function echo(session: Session): Promise<void> {
  session.closed.catch(() => undefined);
  for await (const { data } of session) await session.send(data);
  await session.end();
}

/** All messages until the other side ends. */
export async function all(session: Session): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const message of session) messages.push(message);
  return messages;
}

/** The error that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { readonly code: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error & { code: string };
  }
  throw new Error('it did not reject');
}

/** Numbers from 0 up to, and without, 1: always the same ones for a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
