/**
 * The register of what Node, libuv, OpenSSL and undici call an error, and what this package makes of it. One row per name
 * and, where the same name means different things, per moment.
 */
import type { EndedBy, ErrorCode, Phase } from './error-codes.ts';

/** What an error means where it differs from what its code says by itself. */
export interface SocketErrorRow {
  readonly code: ErrorCode;
  /** The moment it tells of, whatever else is known. */
  readonly phase?: Phase;
  readonly endedBy?: EndedBy;
  readonly retryable?: boolean;
  /** The case of the catalogue to read first; its page names those that look alike. */
  readonly cause?: string;
}

const reset: SocketErrorRow = { code: 'HO_RESET' };
const eof: SocketErrorRow = { code: 'HO_EOF' };
const unreachable: SocketErrorRow = { code: 'HO_UNREACHABLE' };
const unreachableHere: SocketErrorRow = { code: 'HO_UNREACHABLE', endedBy: 'local' };
const noAnswer: SocketErrorRow = { code: 'HO_CONNECT_TIMEOUT', cause: 'conn-blackhole' };
const noResources: SocketErrorRow = { code: 'HO_NO_RESOURCES' };
const forbidden: SocketErrorRow = { code: 'HO_NOT_PERMITTED' };
const resolve: SocketErrorRow = { code: 'HO_RESOLVE_FAILED', phase: 'resolve' };
const badName: SocketErrorRow = {
  code: 'HO_RESOLVE_FAILED',
  phase: 'resolve',
  endedBy: 'local',
  retryable: false,
};
const certificate: SocketErrorRow = { code: 'HO_TLS_FAILED', phase: 'handshake', endedBy: 'local' };
const tls: SocketErrorRow = { code: 'HO_TLS_FAILED' };
const aborted: SocketErrorRow = { code: 'HO_ABORTED' };
const closed: SocketErrorRow = { code: 'HO_CLOSED' };
const silent: SocketErrorRow = { code: 'HO_SILENT_PEER' };

/** Errors of system calls, at whatever moment. */
const always: Readonly<Record<string, SocketErrorRow>> = {
  ECONNREFUSED: { code: 'HO_REFUSED', cause: 'conn-refused' },
  ECONNRESET: reset,
  EPIPE: { code: 'HO_BROKEN_PIPE', cause: 'close-reader-exits' },
  ECONNABORTED: { code: 'HO_KILLED_LOCALLY' },
  ETIMEDOUT: { code: 'HO_TIMED_OUT' },
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EHOSTDOWN: unreachable,
  ENETDOWN: unreachableHere,
  ENONET: unreachableHere,
  EADDRNOTAVAIL: noResources,
  EADDRINUSE: noResources,
  EMFILE: noResources,
  ENFILE: noResources,
  ENOBUFS: noResources,
  ENOMEM: noResources,
  EAGAIN: noResources,
  EACCES: forbidden,
  EPERM: forbidden,
  EAFNOSUPPORT: { code: 'HO_UNREACHABLE', endedBy: 'local', retryable: false },
  EPROTO: tls,
  ENOTCONN: closed,
  ECANCELED: closed,
  EBADF: closed,
};

/** Errors of connect(2) that mean something else than on an open connection. */
const connecting: Readonly<Record<string, SocketErrorRow>> = {
  ETIMEDOUT: noAnswer,
  EHOSTUNREACH: { code: 'HO_UNREACHABLE', cause: 'conn-icmp-host' },
};

/** Errors that end an open connection and mean something else than on the way to one. */
const established: Readonly<Record<string, SocketErrorRow>> = {
  // The kernel reports the last ICMP error instead of ETIMEDOUT when it gives up.
  EHOSTUNREACH: { code: 'HO_UNREACHABLE', cause: 'send-cut-icmp' },
};

/** The same names without a number and a system call: Node has made the error up itself. */
const madeUp: Readonly<Record<string, SocketErrorRow>> = {
  // `socket hang up`, and the end of file in the middle of a TLS handshake.
  ECONNRESET: eof,
  // Written after the end of file was read.
  EPIPE: { code: 'HO_BROKEN_PIPE' },
};

/** Names that nobody but Node, OpenSSL and undici use. */
const byName: Readonly<Record<string, SocketErrorRow>> = {
  ENOTFOUND: resolve,
  ENODATA: resolve,
  ESERVFAIL: resolve,
  ETIMEOUT: resolve,
  EREFUSED: resolve,
  EAI_AGAIN: resolve,
  EAI_FAIL: resolve,
  EAI_NODATA: resolve,
  EAI_NONAME: resolve,
  EAI_MEMORY: resolve,
  EAI_CANCELED: resolve,
  EBADNAME: badName,
  EAI_BADFLAGS: badName,
  EAI_FAMILY: badName,
  EAI_SERVICE: badName,
  EAI_ADDRFAMILY: badName,

  ABORT_ERR: aborted,
  AbortError: aborted,
  TimeoutError: aborted,
  UND_ERR_ABORTED: aborted,

  ERR_SOCKET_CONNECTION_TIMEOUT: { code: 'HO_CONNECT_TIMEOUT', phase: 'connect', cause: 'conn-blackhole' },
  ERR_TLS_HANDSHAKE_TIMEOUT: { code: 'HO_CONNECT_TIMEOUT', phase: 'handshake' },
  UND_ERR_CONNECT_TIMEOUT: { code: 'HO_CONNECT_TIMEOUT', phase: 'connect' },
  UND_ERR_HEADERS_TIMEOUT: silent,
  UND_ERR_BODY_TIMEOUT: silent,
  UND_ERR_SOCKET: eof,
  UND_ERR_CLOSED: closed,
  UND_ERR_DESTROYED: closed,

  ERR_STREAM_DESTROYED: closed,
  ERR_STREAM_WRITE_AFTER_END: closed,
  ERR_SOCKET_CLOSED: closed,
  ERR_SOCKET_CLOSED_BEFORE_CONNECTION: { code: 'HO_CLOSED', phase: 'connect' },
  // Said by stream.finished(): closed before its end, by whomever.
  ERR_STREAM_PREMATURE_CLOSE: { code: 'HO_CLOSED', endedBy: 'unknown', retryable: true },

  CERT_CHAIN_TOO_LONG: certificate,
  CERT_HAS_EXPIRED: certificate,
  CERT_NOT_YET_VALID: certificate,
  CERT_REJECTED: certificate,
  CERT_REVOKED: certificate,
  CERT_SIGNATURE_FAILURE: certificate,
  CERT_UNTRUSTED: certificate,
  CRL_HAS_EXPIRED: certificate,
  CRL_NOT_YET_VALID: certificate,
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  HOSTNAME_MISMATCH: certificate,
  INVALID_CA: certificate,
  INVALID_PURPOSE: certificate,
  PATH_LENGTH_EXCEEDED: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_GET_CRL: certificate,
  UNABLE_TO_GET_ISSUER_CERT: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  ERR_TLS_CERT_ALTNAME_INVALID: certificate,
  ERR_TLS_CERT_ALTNAME_FORMAT: certificate,
};

/** Families of names: `ERR_SSL_WRONG_VERSION_NUMBER`. */
const byPrefix: ReadonlyArray<readonly [prefix: string, row: SocketErrorRow]> = [
  ['ERR_SSL_', tls],
  ['ERR_TLS_', tls],
  ['ERR_OSSL_', tls],
];

/** One line of the register. */
export interface ListedError {
  readonly name: string;
  /** In words. */
  readonly when: string;
  readonly row: SocketErrorRow;
}

function listed(table: Readonly<Record<string, SocketErrorRow>>, when: string): ListedError[] {
  return Object.entries(table).map(([name, row]) => ({ name, when, row }));
}

/** The whole register, for documentation. */
export const listedErrors: readonly ListedError[] = [
  ...listed(always, ''),
  ...listed(connecting, 'while connecting'),
  ...listed(established, 'on an open connection'),
  ...listed(madeUp, 'without system call and number'),
  ...listed(byName, ''),
  ...byPrefix.map(([prefix, row]) => ({ name: `${prefix}…`, when: '', row })),
];

/** When a name is looked up. */
export interface Moment {
  readonly phase: Phase | null;
  /** The error has neither a system call nor a number. */
  readonly isMadeUp: boolean;
}

/** What a name means at a moment; `null` for a name that is not in the register. */
export function findSocketError(name: string, { phase, isMadeUp }: Moment): SocketErrorRow | null {
  if (phase === 'resolve' && always[name] !== undefined) return resolve;
  const found =
    (isMadeUp ? madeUp[name] : undefined) ??
    (phase === 'connect' ? connecting[name] : undefined) ??
    (phase === 'open' || phase === 'closing' ? established[name] : undefined) ??
    always[name] ??
    byName[name];
  return found ?? byPrefix.find(([prefix]) => name.startsWith(prefix))?.[1] ?? null;
}

/**
 * Of several addresses' errors the first of these says most: a shortage here explains all of them, a refusal shows that
 * somebody is there; no route to an IPv6 address, or none to bind, is everyday life on a host without IPv6.
 */
const telling: readonly string[] = [
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'ECONNREFUSED',
  'ECONNRESET',
  'EACCES',
  'EPERM',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
];

/** Place among errors of several addresses: the smallest is the one to report. */
export function tellingRank(name: string | null): number {
  const rank = name === null ? -1 : telling.indexOf(name);
  return rank === -1 ? telling.length : rank;
}
