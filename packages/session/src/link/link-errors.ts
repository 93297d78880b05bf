/** Errors that a connection of a session ends with. */
import { ConnectionError, type ConnectionFacts } from '../errors/connection-error.ts';
import type { Phase } from '../errors/error-codes.ts';
import { type ByeReason, byeMeanings } from '../protocol/bye-codes.ts';
import type { Bye } from '../protocol/control-frames.ts';

/** Which connection, and what was seen of it. */
type Where = Partial<ConnectionFacts>;

const byeTexts: Readonly<Record<ByeReason, string>> = {
  version: 'the other side speaks another version of the session protocol',
  malformed: 'the other side took what it was sent for malformed',
  'not-authentic': 'the other side does not accept the credentials',
  'unknown-session': 'the server does not know the session: it expired, or the server has lost its state',
  'state-gap': 'the two sides remember the session differently',
  fenced: 'a newer connection has taken the session over',
  limit: 'a limit of the server is reached',
  'going-away': 'the server is shutting down',
  aborted: 'the other side aborted the session',
  'too-large': 'the other side takes no message that large',
  unavailable: 'the server cannot take the session up now: something that it needs does not work',
  done: 'the session is complete',
};

/** What a BYE of the other side means here. */
export function byeError(bye: Bye, phase: Phase, where: Where): ConnectionError {
  const { error: code, retryable, endedBy } = byeMeanings[bye.reason];
  const text = bye.text === '' ? byeTexts[bye.reason] : `${byeTexts[bye.reason]}: ${bye.text}`;
  return new ConnectionError(text, {
    ...where,
    code,
    phase,
    endedBy,
    retryable,
    delivered: phase === 'open' ? 'maybe' : 'no',
    retryAfterMs: bye.retryAfterMs > 0 ? bye.retryAfterMs : null,
  });
}

/** What the other side sent is not the session protocol. */
export function protocolError(message: string, phase: Phase, where: Where): ConnectionError {
  return new ConnectionError(`the other side does not keep to the session protocol: ${message}`, {
    ...where,
    code: 'HO_PROTOCOL',
    phase,
    endedBy: 'local',
    retryable: false,
    delivered: phase === 'open' ? 'maybe' : 'no',
  });
}

/** Nothing came, and nothing was answered. */
export function silentPeer(silenceMs: number, phase: Phase, where: Where): ConnectionError {
  return new ConnectionError(
    `nothing came from the other side for ${(silenceMs / 1000).toFixed(1)} s, not even an answer to a heartbeat`,
    { ...where, code: 'HO_SILENT_PEER', phase, endedBy: 'unknown', delivered: 'maybe' },
  );
}
