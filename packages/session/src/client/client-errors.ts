/** Errors that a client's session ends with, or an attempt of it. */
import { ConnectionError, factsOf } from '../errors/connection-error.ts';

/** The session came to its end while a connection for it was being made. */
export function overMeanwhile(): ConnectionError {
  return new ConnectionError('the session ended while it was being connected', {
    code: 'HO_ABORTED',
    phase: 'handshake',
    endedBy: 'local',
    delivered: 'no',
  });
}

/** The caller's `credentials` did not come in time. */
export function noCredentials(ms: number): ConnectionError {
  return new ConnectionError(`no credentials within ${ms} ms`, {
    code: 'HO_HANDSHAKE_TIMEOUT',
    phase: 'connect',
    endedBy: 'local',
    delivered: 'no',
  });
}

/** Whoever accepted the connection did not say what a session server says. */
export function handshakeTimeout(connectMs: number): ConnectionError {
  return new ConnectionError(
    `connected, but no session within ${connectMs} ms: the server said nothing. Is it a session server, and does it expect TLS?`,
    {
      code: 'HO_HANDSHAKE_TIMEOUT',
      phase: 'handshake',
      delivered: 'no',
    },
  );
}

/** There was no connection for too long. */
export function gaveUp(ms: number, last: ConnectionError | null): ConnectionError {
  const why = last === null ? '' : `; the last attempt: ${last.message}`;
  return new ConnectionError(
    `no connection for ${ms} ms${why}`,
    {
      ...(last !== null && factsOf(last)),
      code: 'HO_GAVE_UP',
      phase: last?.phase ?? 'connect',
      endedBy: 'local',
      retryable: true,
    },
    last,
  );
}
