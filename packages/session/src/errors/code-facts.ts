/** What each error code says by itself, before the circumstances are known. `docs/session-errors.md` is made from it. */
import type { Delivered, EndedBy, ErrorCode } from './error-codes.ts';

/** Facts that come with a code. The fields of an error are more exact: they know the circumstances. */
export interface CodeFacts {
  /** Who ended it, as far as the code tells. */
  readonly endedBy: EndedBy;
  readonly retryable: boolean;
  /** Of what was being sent once the connection was open; before that it is always `no`. */
  readonly delivered: Delivered;
  /** What to do about it. */
  readonly advice: string;
}

/** By code. */
export const codeFacts: Readonly<Record<ErrorCode, CodeFacts>> = {
  HO_RESOLVE_FAILED: {
    endedBy: 'unknown',
    retryable: true,
    delivered: 'no',
    advice:
      'Check the name and the resolver. Without a network many systems say that the name does not exist.',
  },
  HO_REFUSED: {
    endedBy: 'peer',
    retryable: true,
    delivered: 'no',
    advice: 'Nobody listens there now: check the port, or wait until the server is up again.',
  },
  HO_UNREACHABLE: {
    endedBy: 'path',
    retryable: true,
    delivered: 'maybe',
    advice: 'Check routes and links from this host. Repeat with a pause.',
  },
  HO_CONNECT_TIMEOUT: {
    endedBy: 'unknown',
    retryable: true,
    delivered: 'no',
    advice: '`phase` says what was waited for; the message names every address that was tried.',
  },
  HO_TLS_FAILED: {
    endedBy: 'unknown',
    retryable: false,
    delivered: 'no',
    advice: 'Certificate, name or protocol version: `errno` has the code of Node or OpenSSL.',
  },
  HO_NO_RESOURCES: {
    endedBy: 'local',
    retryable: true,
    delivered: 'no',
    advice: 'Look for connections that are never closed, and at the limits of descriptors and local ports.',
  },
  HO_NOT_PERMITTED: {
    endedBy: 'local',
    retryable: false,
    delivered: 'no',
    advice: 'A firewall or a sandbox of this host forbids it.',
  },
  HO_RESET: {
    endedBy: 'unknown',
    retryable: true,
    delivered: 'maybe',
    advice: 'Connect again, and repeat only what may happen twice.',
  },
  HO_BROKEN_PIPE: {
    endedBy: 'peer',
    retryable: true,
    delivered: 'maybe',
    advice: 'The end of file before it was not heeded: read until the end, and do not write after it.',
  },
  HO_EOF: {
    endedBy: 'peer',
    retryable: true,
    delivered: 'maybe',
    advice: 'In order for TCP. Whether it came too early, only the protocol above knows.',
  },
  HO_TIMED_OUT: {
    endedBy: 'path',
    retryable: true,
    delivered: 'maybe',
    advice: 'Connect again. The peer may have acted on the last requests.',
  },
  HO_SILENT_PEER: {
    endedBy: 'unknown',
    retryable: true,
    delivered: 'maybe',
    advice: 'The program at the other side hangs, or the path is cut: connect again.',
  },
  HO_STALLED_WRITE: {
    endedBy: 'peer',
    retryable: true,
    delivered: 'maybe',
    advice: 'The reader at the other side is stuck or too slow: send less, or allow it more time.',
  },
  HO_KILLED_LOCALLY: {
    endedBy: 'local',
    retryable: true,
    delivered: 'maybe',
    advice: 'Connect again, from the address that this host has now.',
  },
  HO_ABORTED: {
    endedBy: 'local',
    retryable: false,
    delivered: 'maybe',
    advice: 'Nothing: it was asked for.',
  },
  HO_HANDSHAKE_TIMEOUT: {
    endedBy: 'unknown',
    retryable: true,
    delivered: 'no',
    advice: 'The server is overloaded, or what listens there is no session server.',
  },
  HO_PROTOCOL: {
    endedBy: 'peer',
    retryable: false,
    delivered: 'maybe',
    advice: 'Check what is at the other side: another protocol, or a defect.',
  },
  HO_VERSION: {
    endedBy: 'peer',
    retryable: false,
    delivered: 'no',
    advice: 'Bring the older side up to date.',
  },
  HO_NOT_AUTHENTIC: {
    endedBy: 'peer',
    retryable: false,
    delivered: 'no',
    advice: 'Compare the secrets of both sides.',
  },
  HO_UNKNOWN_SESSION: {
    endedBy: 'peer',
    retryable: false,
    delivered: 'maybe',
    advice: 'Begin a new session; the error lists the messages of uncertain fate.',
  },
  HO_STATE_GAP: {
    endedBy: 'peer',
    retryable: false,
    delivered: 'maybe',
    advice: 'Begin a new session; keep the state of both sides in a store that survives.',
  },
  HO_FENCED: {
    endedBy: 'peer',
    retryable: false,
    delivered: 'maybe',
    advice: 'Let go: somebody newer goes on with the session.',
  },
  HO_LIMIT: {
    endedBy: 'peer',
    retryable: true,
    delivered: 'no',
    advice: 'Come back later, after `retryAfterMs` where it is given; or raise the limit.',
  },
  HO_GOING_AWAY: {
    endedBy: 'peer',
    retryable: true,
    delivered: 'maybe',
    advice: 'Connect again, after `retryAfterMs` where it is given.',
  },
  HO_UNAVAILABLE: {
    endedBy: 'peer',
    retryable: true,
    delivered: 'maybe',
    advice: "Try again later; the server's own log says what is missing.",
  },
  HO_PEER_ABORTED: {
    endedBy: 'peer',
    retryable: false,
    delivered: 'maybe',
    advice: 'Ask the other side why.',
  },
  HO_MESSAGE_TOO_LARGE: {
    endedBy: 'local',
    retryable: false,
    delivered: 'no',
    advice: 'Send it in parts, or raise the limit at both sides.',
  },
  HO_CLOSED: {
    endedBy: 'local',
    retryable: false,
    delivered: 'no',
    advice: 'Do not use it after its end; open another.',
  },
  HO_GAVE_UP: {
    endedBy: 'local',
    retryable: true,
    delivered: 'maybe',
    advice: 'Begin a new session when there is a network; the error lists the messages of uncertain fate.',
  },
  HO_STORE_FAILED: {
    endedBy: 'local',
    retryable: true,
    delivered: 'maybe',
    advice: 'Look at the store: disk full, no permission, server away.',
  },
  HO_UNKNOWN: {
    endedBy: 'unknown',
    retryable: true,
    delivered: 'maybe',
    advice: 'Look at `original`.',
  },
};
