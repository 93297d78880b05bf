/**
 * From a name to a connection that can be used, with one deadline over all of it:
 *
 *     |-- resolve --|------ connect: all addresses raced ------|-- TLS --|
 *     0                                                             deadlineMs
 *
 * Whatever way it ends, no timer, listener or socket stays behind but the one that is returned.
 */
import { type LookupFunction, Socket } from 'node:net';
import { callOut } from '../diagnostics/call-out.ts';
import { classify, factsAbout } from '../errors/classify.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { errorCodes } from '../errors/error-codes.ts';
import { tellingRank } from '../errors/socket-errors.ts';
import { systemClock } from '../time/clock.ts';
import { type AttemptState, ConnectAny, endpointText } from './connect-any.ts';
import { checkDialOptions } from './check-options.ts';
import type { DialEvent, DialledSocket, DialOptions } from './dial-options.ts';
import type { Address } from './race.ts';
import { resolveHost } from './resolve.ts';
import { secure } from './secure.ts';
import { Limit } from './wait.ts';

const DEADLINE_MS = 10_000;
/** RFC 8305 section 5. */
const ATTEMPT_DELAY_MS = 250;

/**
 * Connects. Rejects with a {@link ConnectionError} that names every address and what became of it: `HO_CONNECT_TIMEOUT`,
 * `HO_ABORTED`, `HO_RESOLVE_FAILED`, `HO_REFUSED`, `HO_UNREACHABLE`, `HO_TLS_FAILED` and the like. An option that makes no
 * sense rejects with a `TypeError` or `RangeError` that names it; what only Node can refuse, with Node's own error. The socket has Nagle's algorithm off, and a listener that keeps its errors from
 * ending the process; add your own to hear of them.
 */
export async function dial(options: DialOptions): Promise<DialledSocket> {
  return new Dialling(options).run();
}

class Dialling {
  readonly #options: DialOptions;
  readonly #limit: Limit;

  constructor(options: DialOptions) {
    checkDialOptions(options);
    this.#options = options;
    const { clock = systemClock, deadlineMs = DEADLINE_MS, signal = null } = options;
    this.#limit = new Limit(clock, deadlineMs, signal, options);
  }

  async run(): Promise<DialledSocket> {
    try {
      const addresses = await this.#resolve(this.#options);
      const socket = await this.#connect(this.#options, addresses);
      return await this.#secure(this.#options, socket);
    } finally {
      this.#limit.release();
    }
  }

  #tell(event: DialEvent): void {
    callOut(this.#options.onEvent, event);
  }

  async #resolve({ host, port, family, lookup }: DialOptions): Promise<Address[]> {
    try {
      const addresses = await this.#limit.run('resolve', resolveHost(host, family, lookup as LookupFunction));
      this.#tell({ type: 'resolved', addresses: addresses.map(({ address }) => address) });
      return addresses;
    } catch (error) {
      if (error instanceof TypeError) throw error;
      throw classify(error, { phase: 'resolve', address: host, port });
    }
  }

  async #connect(options: DialOptions, addresses: readonly Address[]): Promise<Socket> {
    const { port, allowHalfOpen = false, clock = systemClock, attemptDelayMs = ATTEMPT_DELAY_MS } = options;
    const race = new ConnectAny({
      addresses,
      port,
      delayMs: attemptDelayMs,
      clock,
      open: ({ address, family }) =>
        new Socket({ allowHalfOpen }).setNoDelay(true).connect({ host: address, port, family }),
      tell: (event) => this.#tell(event),
    });
    const story = (): string => this.#story(race.attempts, addresses, port, clock.now());
    try {
      return await this.#limit.run('connect', race.run, story);
    } catch (error) {
      throw error instanceof AggregateError ? noneAnswered(options, race.attempts, error) : error;
    }
  }

  #story(
    attempts: readonly AttemptState[],
    addresses: readonly Address[],
    port: number,
    now: number,
  ): string {
    const begun = attempts.map(({ address, error, startedAt }) =>
      error === null ? `${address} no answer for ${Math.round(now - startedAt)} ms` : outcome(address, error),
    );
    const untried = addresses
      .slice(attempts.length)
      .map(({ address }) => `${endpointText(address, port)} not tried`);
    return [...begun, ...untried].join(', ');
  }

  async #secure({ tls, host, port }: DialOptions, socket: Socket): Promise<DialledSocket> {
    if (tls === undefined) return socket;
    const address = socket.remoteAddress ?? host;
    try {
      const story = (): string => endpointText(address, port);
      const secured = await this.#limit.run(
        'handshake',
        secure(socket, host, tls === true ? {} : tls),
        story,
      );
      this.#tell({ type: 'secured', protocol: secured.getProtocol() });
      return secured;
    } catch (error) {
      // The limit may have been reached before the handshake began.
      socket.destroy();
      if (error instanceof TypeError) throw error;
      throw classify(error, { phase: 'handshake', address, port });
    }
  }
}

function outcome(address: string, error: Error): string {
  const code = (error as { code?: unknown }).code;
  return `${address} ${typeof code === 'string' ? code : error.message}`;
}

/** One error for all addresses: the most telling one's, retryable if any is. */
function noneAnswered(
  { host, port }: DialOptions,
  attempts: readonly AttemptState[],
  original: AggregateError,
): ConnectionError {
  const facts = attempts.map(({ error }) => factsAbout(error, { phase: 'connect', port }));
  const [most = factsAbout(original, { phase: 'connect', port })] = facts
    .slice()
    .sort((a, b) => tellingRank(a.errno) - tellingRank(b.errno));
  const each = attempts.map(({ address, error }) => outcome(address, error ?? original)).join(', ');
  return new ConnectionError(
    `no connection to ${endpointText(host, port)}: ${errorCodes[most.code]} (${each})`,
    { ...most, retryable: facts.some(({ retryable }) => retryable), delivered: 'no' },
    original,
  );
}
