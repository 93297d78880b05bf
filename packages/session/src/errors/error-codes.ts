/**
 * Every code an error of this package can carry, with what it says. Codes are stable: match on `code`, never on the message.
 * `docs/session-errors.md` is written from this register.
 */
export const errorCodes = {
  HO_RESOLVE_FAILED: 'the name could not be resolved',
  HO_REFUSED: 'somebody answered the connection attempt with a refusal',
  HO_UNREACHABLE: 'a router, or this host, knows no way to the address',
  HO_CONNECT_TIMEOUT: 'no connection, TLS handshake included, before the deadline',
  HO_TLS_FAILED: 'the TLS handshake failed, or the certificate is not trusted',
  HO_NO_RESOURCES: 'this host has run out of ports, descriptors or memory',
  HO_NOT_PERMITTED: 'this host does not permit it',
  HO_RESET: 'the connection was reset from the other side, or from something between',
  HO_BROKEN_PIPE: 'written to a connection that the other side has closed',
  HO_EOF: 'the other side ended the connection in order',
  HO_TIMED_OUT: 'the kernel gave up on data or probes that nobody acknowledged',
  HO_SILENT_PEER: 'nothing came from the peer for too long, though it was asked or should have spoken',
  HO_STALLED_WRITE: 'the peer lives but took nothing of what waits to be written',
  HO_KILLED_LOCALLY: 'this host aborted the connection: an administrator, or a change of its address',
  HO_ABORTED: 'the caller aborted it: a signal, or abort()',
  HO_HANDSHAKE_TIMEOUT: 'connected, but the other side did not complete the session handshake in time',
  HO_PROTOCOL: 'the other side sent what the session protocol does not allow',
  HO_VERSION: 'the two sides have no version of the session protocol in common',
  HO_NOT_AUTHENTIC: 'the other side could not prove that it may take part',
  HO_UNKNOWN_SESSION: 'the server does not know the session: it expired, or state was lost',
  HO_STATE_GAP: 'the two sides remember the session differently: one of them lost state',
  HO_FENCED: 'a newer connection, process or server has taken the session over',
  HO_LIMIT: 'a limit of the server: too many connections, sessions or handshakes',
  HO_GOING_AWAY: 'the server is shutting down',
  HO_UNAVAILABLE: 'the server cannot take the session up now: something that it needs does not work',
  HO_PEER_ABORTED: 'the other side aborted the session',
  HO_MESSAGE_TOO_LARGE: 'the message is larger than allowed',
  HO_CLOSED: 'this side has ended the session or the connection',
  HO_GAVE_UP: 'no connection for longer than the session may be offline',
  HO_STORE_FAILED: 'the session store could not be read or written',
  HO_UNKNOWN: 'an error that this package does not know',
} as const;

/** A stable error code. */
export type ErrorCode = keyof typeof errorCodes;

/** How far the connection had come. */
export type Phase = 'resolve' | 'connect' | 'handshake' | 'open' | 'closing';

/** Who ended it: this process or host, the peer, something on the path, or nobody can tell. */
export type EndedBy = 'local' | 'peer' | 'path' | 'unknown';

/** Whether what was being sent has reached the other program: surely not, perhaps, surely. */
export type Delivered = 'no' | 'maybe' | 'yes';
