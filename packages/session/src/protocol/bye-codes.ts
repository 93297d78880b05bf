/** Why a side ends a connection: the code in a BYE frame, and the error it becomes on the other side. */
import type { EndedBy, ErrorCode } from '../errors/error-codes.ts';

/** A reason's name. */
export type ByeReason =
  | 'version'
  | 'malformed'
  | 'not-authentic'
  | 'unknown-session'
  | 'state-gap'
  | 'fenced'
  | 'limit'
  | 'going-away'
  | 'aborted'
  | 'too-large'
  | 'unavailable'
  | 'done';

interface ByeMeaning {
  /** Number on the wire. Never reused. */
  readonly number: number;
  readonly error: ErrorCode;
  /** Whether the session may go on over another connection. */
  readonly retryable: boolean;
  readonly endedBy: EndedBy;
}

/** Every reason, by name. */
export const byeMeanings: Readonly<Record<ByeReason, ByeMeaning>> = {
  version: { number: 1, error: 'HO_VERSION', retryable: false, endedBy: 'peer' },
  malformed: { number: 2, error: 'HO_PROTOCOL', retryable: false, endedBy: 'peer' },
  'not-authentic': { number: 3, error: 'HO_NOT_AUTHENTIC', retryable: false, endedBy: 'peer' },
  'unknown-session': { number: 4, error: 'HO_UNKNOWN_SESSION', retryable: false, endedBy: 'peer' },
  'state-gap': { number: 5, error: 'HO_STATE_GAP', retryable: false, endedBy: 'peer' },
  fenced: { number: 6, error: 'HO_FENCED', retryable: false, endedBy: 'peer' },
  limit: { number: 7, error: 'HO_LIMIT', retryable: true, endedBy: 'peer' },
  'going-away': { number: 8, error: 'HO_GOING_AWAY', retryable: true, endedBy: 'peer' },
  aborted: { number: 9, error: 'HO_PEER_ABORTED', retryable: false, endedBy: 'peer' },
  'too-large': { number: 10, error: 'HO_MESSAGE_TOO_LARGE', retryable: false, endedBy: 'peer' },
  unavailable: { number: 11, error: 'HO_UNAVAILABLE', retryable: true, endedBy: 'peer' },
  done: { number: 12, error: 'HO_EOF', retryable: false, endedBy: 'peer' },
};

const byNumber: ReadonlyMap<number, ByeReason> = new Map(
  (Object.keys(byeMeanings) as ByeReason[]).map((name) => [byeMeanings[name].number, name]),
);

/** The reason a number stands for; `malformed` for numbers of the future. */
export function byeReason(number: number): ByeReason {
  return byNumber.get(number) ?? 'malformed';
}
