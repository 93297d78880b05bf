/** What a server can be told. */
import type { TlsOptions } from 'node:tls';
import type { Session } from '../session/session.ts';
import { type SharedOptions, type SharedSettings, settle } from '../session/options.ts';
import { checkFunction, checkNumber, checkObject, numberOr } from '../options-check.ts';

/** Who asks to be let in. */
export interface Applicant {
  /** What the client shows: a token, or nothing. */
  readonly credentials: Buffer;
  readonly sessionId: string;
  readonly address: string | null;
  readonly port: number | null;
}

/** How much a server takes on. */
export interface ServerLimits {
  /** Open connections, handshakes included. 10,000. */
  readonly connections: number;
  /** Connections from one IPv4 address, or one IPv6 /64. 1,000. */
  readonly connectionsPerAddress: number;
  /** Sessions, those without a connection included. 10,000. */
  readonly sessions: number;
  /** Sessions begun from one IPv4 address, or one IPv6 /64. 1,000. */
  readonly sessionsPerAddress: number;
  /** Connections that have not completed the handshake. Beyond, the oldest of the busiest address goes. 1,024. */
  readonly handshakes: number;
  /** How long a handshake may take, TLS and `authenticate` included. 10 s. */
  readonly handshakeMs: number;
}

/** Options of `listen()`. */
export interface ListenOptions extends SharedOptions {
  /** Every address when left out. */
  readonly host?: string;
  /** 0 for any that is free: see `server.address`. */
  readonly port: number;
  /** TLS, with these options of `tls.createServer`. */
  readonly tls?: TlsOptions | false;
  /**
   * Called with every new session, and with every one restored from the store, before any of its messages. When it returns a
   * promise, the session's sending ends when that resolves, and the session is aborted when it rejects.
   */
  readonly onSession: (session: Session) => unknown;
  /**
   * Who the applicant is, or `null` to refuse it. A session can be taken up only by whom it was begun by. Without, everybody who knows the
   * `secret` is let in.
   */
  readonly authenticate?: (applicant: Applicant) => string | null | Promise<string | null>;
  /** How long a session waits for its client to come back. 2 minutes. */
  readonly offlineMs?: number;
  readonly limits?: Partial<ServerLimits>;
}

/** The same, with everything decided. */
export interface ServerSettings extends SharedSettings {
  readonly onSession: ListenOptions['onSession'];
  readonly authenticate: ListenOptions['authenticate'];
  readonly offlineMs: number;
  readonly serverLimits: ServerLimits;
}

/** Decides what was left open. Throws a `RangeError` that names the option which makes no sense. */
export function settleServer(options: ListenOptions): ServerSettings {
  const shared = settle(options);
  const { limits = {} } = options;
  checkObject('limits', limits, 'an object');
  checkFunction('onSession', options.onSession ?? null);
  checkFunction('authenticate', options.authenticate);
  checkCertificate(options.tls);
  checkNumber('port', options.port, { least: 0, most: 65_535, whole: true });
  return {
    ...shared,
    onSession: options.onSession,
    authenticate: options.authenticate,
    offlineMs: numberOr(120_000, 'offlineMs', options.offlineMs, 0),
    serverLimits: {
      connections: numberOr(10_000, 'limits.connections', limits.connections, 1),
      connectionsPerAddress: numberOr(1000, 'limits.connectionsPerAddress', limits.connectionsPerAddress, 1),
      sessions: numberOr(10_000, 'limits.sessions', limits.sessions, 1),
      sessionsPerAddress: numberOr(1000, 'limits.sessionsPerAddress', limits.sessionsPerAddress, 1),
      handshakes: numberOr(1024, 'limits.handshakes', limits.handshakes, 1),
      handshakeMs: numberOr(10_000, 'limits.handshakeMs', limits.handshakeMs, 1),
    },
  };
}

/** Without any of these, every client's handshake would fail, one by one. */
function checkCertificate(tls: TlsOptions | false | undefined): void {
  if (tls === undefined || tls === false) return;
  checkObject('tls', tls, 'an object');
  const { cert, pfx, SNICallback, pskCallback } = tls;
  if (cert ?? pfx ?? SNICallback ?? pskCallback) return;
  throw new TypeError('tls: there is no certificate in it (cert and key, or pfx, or SNICallback)');
}
