/**
 * From a connection to a client that may take part.
 *
 *     connection ─▶ [TLS] ─▶ CHALLENGE, HELLO ─▶ authenticate ─▶ registry ─▶ session
 *          └ limits ┴──────────── one deadline ─────────┘
 */
import type { Socket } from 'node:net';
import { report } from '../diagnostics/events.ts';
import { classify } from '../errors/classify.ts';
import { ConnectionError, type ConnectionFacts } from '../errors/connection-error.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import { sessionId } from '../identity/keys.ts';
import { Wire } from '../link/wire.ts';
import { type ByeReason, byeMeanings } from '../protocol/bye-codes.ts';
import { Door, type Visitor } from './door.ts';
import { type Guest, challenge } from './handshake.ts';
import { addressGroup } from './per-address.ts';
import type { ServerSettings } from './options.ts';
import type { Refusal, Registry } from './registry.ts';

/** When who is refused for want of room should come back. */
const RETRY_AFTER_MS = 1000;
const MAX_LEAVING = 256;
const PUT_OUT = 'too many unfinished handshakes: this one had to make room';

/** A connection that has not completed the handshake. */
interface Arrival {
  /** As accepted: TLS, if any, is around it. */
  readonly socket: Socket;
  readonly visitor: Visitor;
  /** `null` before TLS is there. */
  wire: Wire | null;
  /** Why it is refused, if it is while there is no wire. */
  error: ConnectionError | null;
}

export class Reception {
  readonly #settings: ServerSettings;
  readonly #registry: Registry;
  readonly #door: Door;
  /** Connections whose handshake is not complete. */
  readonly #wires = new Set<Wire>();
  /** Connections whose TLS handshake is not complete, by address and port. */
  readonly #unsecured = new Map<string, Arrival>();
  readonly #refused = new Map<ErrorCode, number>();
  #admitted = 0;
  #isClosed = false;
  #leaving = 0;

  constructor(settings: ServerSettings, registry: Registry) {
    this.#settings = settings;
    this.#registry = registry;
    this.#door = new Door(settings.serverLimits);
  }

  get door(): Pick<Door, 'connections' | 'handshakes'> {
    return this.#door;
  }

  /** How long a handshake may take, TLS included. */
  get handshakeMs(): number {
    return this.#settings.serverLimits.handshakeMs;
  }

  get admitted(): number {
    return this.#admitted;
  }

  get refused(): Readonly<Partial<Record<ErrorCode, number>>> {
    return Object.fromEntries(this.#refused);
  }

  /** A connection without TLS. */
  receive(socket: Socket): void {
    const arrival = this.#arrival(socket);
    const wire = this.#wire(arrival, socket);
    if (this.#enter(arrival)) this.#shakeHands(wire, arrival.visitor);
  }

  /** A connection on which a TLS handshake begins. */
  receiveUnsecured(raw: Socket): void {
    raw.on('error', () => undefined);
    const arrival = this.#arrival(raw);
    const key = endpoint(raw);
    this.#unsecured.set(key, arrival);
    raw.once('close', () => {
      if (this.#unsecured.delete(key)) this.#count(arrival.error ?? endedEarly(raw));
    });
    this.#enter(arrival);
  }

  /** Its TLS handshake is complete. */
  secured(socket: Socket): void {
    const key = endpoint(socket);
    const arrival = this.#unsecured.get(key);
    if (arrival === undefined || arrival.error !== null) {
      socket.destroy();
      return;
    }
    this.#unsecured.delete(key);
    this.#shakeHands(this.#wire(arrival, socket), arrival.visitor);
  }

  /** Its TLS handshake has failed. */
  unsecurable(socket: Socket, error: Error): void {
    const arrival = this.#unsecured.get(endpoint(socket));
    if (arrival !== undefined) arrival.error ??= classify(error, { ...where(socket), phase: 'handshake' });
  }

  /** A connection could not be accepted: no descriptor was left, or no memory. */
  failed(error: Error): void {
    this.#count(classify(error, { phase: 'handshake' }));
  }

  /** Lets nobody in any more. */
  close(retryAfterMs: number): void {
    this.#isClosed = true;
    for (const wire of this.#wires) wire.farewell('going-away', '', retryAfterMs);
    for (const arrival of this.#unsecured.values()) this.#turnAway(arrival, 'going-away', '');
  }

  #arrival(socket: Socket): Arrival {
    const arrival: Arrival = {
      socket,
      visitor: {
        group: addressGroup(socket.remoteAddress),
        putOut: () => this.#dismiss(arrival, refused('HO_LIMIT', PUT_OUT, socket)),
      },
      wire: null,
      error: null,
    };
    return arrival;
  }

  #wire(arrival: Arrival, socket: Socket): Wire {
    const { clock, loopWatch } = this.#settings;
    const wire = new Wire(socket, { clock, loopWatch });
    arrival.wire = wire;
    this.#wires.add(wire);
    void this.#watch(wire);
    return wire;
  }

  async #watch(wire: Wire): Promise<void> {
    const error = await wire.ended;
    if (this.#wires.delete(wire)) this.#count(error);
  }

  /** Counts a connection, unless there are too many. */
  #enter(arrival: Arrival): boolean {
    const { socket, visitor } = arrival;
    if (this.#isClosed) {
      this.#turnAway(arrival, 'going-away', '');
      return false;
    }
    const verdict = this.#door.arrive(visitor);
    if (verdict !== 'welcome') {
      const text = verdict === 'full' ? 'too many connections' : 'too many connections from this address';
      this.#turnAtTheDoor(arrival, text);
      return false;
    }
    const { handshakeMs } = this;
    const deadline = this.#settings.clock.after(
      handshakeMs,
      () => {
        if (!this.#door.isWaiting(visitor)) return;
        const text = `no handshake within ${handshakeMs} ms`;
        this.#turnAway(arrival, 'limit', text, refused('HO_HANDSHAKE_TIMEOUT', text, socket));
      },
      false,
    );
    socket.once('close', () => {
      deadline.cancel();
      this.#door.leave(visitor);
    });
    return true;
  }

  /** Says why, where that can be said. */
  #turnAway(arrival: Arrival, reason: ByeReason, text: string, error?: ConnectionError): void {
    if (arrival.wire !== null) this.#refuse(arrival.wire, reason, text, error);
    else this.#dismiss(arrival, error ?? refused(byeMeanings[reason].error, text, arrival.socket));
  }

  /** No limit counts who is turned away: a few are told why, which takes a moment each, the others have to go at once. */
  #turnAtTheDoor(arrival: Arrival, text: string): void {
    const { socket } = arrival;
    if (this.#leaving >= MAX_LEAVING) {
      this.#dismiss(arrival, refused('HO_LIMIT', text, socket));
      return;
    }
    this.#leaving += 1;
    socket.once('close', () => {
      this.#leaving -= 1;
    });
    this.#turnAway(arrival, 'limit', text);
  }

  /** Without a word. */
  #dismiss(arrival: Arrival, error: ConnectionError): void {
    if (arrival.wire !== null) arrival.wire.kill(error);
    else {
      arrival.error ??= error;
      arrival.socket.resetAndDestroy();
    }
  }

  #shakeHands(wire: Wire, visitor: Visitor): void {
    challenge(wire, this.#settings.secret, (guest) => {
      void this.#decide(wire, guest, visitor);
    });
  }

  async #decide(wire: Wire, guest: Guest, visitor: Visitor): Promise<void> {
    const refusal = await this.#admit(wire, guest);
    if (refusal !== null) {
      this.#refuse(wire, refusal.reason, refusal.text, refusal.error);
      return;
    }
    this.#wires.delete(wire);
    this.#door.admit(visitor);
    this.#admitted += 1;
  }

  async #admit(wire: Wire, guest: Guest): Promise<Refusal | null> {
    const { authenticate } = this.#settings;
    let identity: string | null = null;
    if (authenticate !== undefined) {
      const { remoteAddress: address = null, remotePort: port = null } = wire.socket;
      const { credentials, publicKey } = guest.hello;
      try {
        identity = await authenticate({ credentials, sessionId: sessionId(publicKey), address, port });
      } catch (error) {
        // What went wrong here is no stranger's business.
        const failure = refused(
          'HO_UNAVAILABLE',
          `authenticate failed: ${String(error)}`,
          wire.socket,
          error,
        );
        return { reason: 'unavailable', text: '', error: failure };
      }
      if (typeof identity !== 'string') return { reason: 'not-authentic', text: '' };
    }
    if (wire.isOver) return { reason: 'going-away', text: '' };
    return this.#registry.admit(wire, guest, identity);
  }

  #refuse(wire: Wire, reason: ByeReason, text: string, error?: ConnectionError): void {
    wire.farewell(reason, text, reason === 'limit' || reason === 'unavailable' ? RETRY_AFTER_MS : 0, error);
  }

  #count(error: ConnectionError): void {
    this.#refused.set(error.code, (this.#refused.get(error.code) ?? 0) + 1);
    const { address, port } = error;
    report({ type: 'refused', side: 'server', address, port, error }, this.#settings.onEvent);
  }
}

/** Both ends: a client may use one port of its own towards several addresses of this host. */
function endpoint({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return [remoteAddress, remotePort, localAddress, localPort].join('|');
}

function where({ remoteAddress, remotePort }: Socket): Pick<ConnectionFacts, 'address' | 'port'> {
  return { address: remoteAddress ?? null, port: remotePort ?? null };
}

function refused(code: ErrorCode, text: string, socket: Socket, original?: unknown): ConnectionError {
  const facts = { code, ...where(socket), phase: 'handshake', endedBy: 'local', delivered: 'no' } as const;
  return new ConnectionError(text, facts, original);
}

function endedEarly(socket: Socket): ConnectionError {
  return new ConnectionError('the connection ended within the TLS handshake', {
    code: 'HO_EOF',
    ...where(socket),
    phase: 'handshake',
    delivered: 'no',
  });
}
