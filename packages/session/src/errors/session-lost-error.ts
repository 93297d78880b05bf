/** The end of a session before its time, with the fate of every message. */
import { ConnectionError, type ConnectionFacts } from './connection-error.ts';

/** A message that the other side has not acknowledged. */
export interface UncertainMessage {
  readonly seq: number;
  readonly data: Buffer;
  /** `no`: it was never put on a wire. `maybe`: it was, and nobody knows how far it came. */
  readonly delivered: 'no' | 'maybe';
}

/**
 * A session is over though not both sides have ended it. Everything that was sent and is not in {@link uncertain} was processed by
 * the other side; what is in it has to be decided on by who knows what the messages mean.
 */
export class SessionLostError extends ConnectionError {
  override readonly name = 'SessionLostError';
  /** In the order in which they were sent. */
  readonly uncertain: readonly UncertainMessage[];

  constructor(
    message: string,
    facts: Pick<ConnectionFacts, 'code' | 'phase'> & Partial<ConnectionFacts>,
    uncertain: readonly UncertainMessage[],
    original?: unknown,
  ) {
    super(message, { ...facts, retryable: false, delivered: fateOf(uncertain) }, original);
    this.uncertain = uncertain;
  }
}

function fateOf(uncertain: readonly UncertainMessage[]): 'yes' | 'no' | 'maybe' {
  if (uncertain.length === 0) return 'yes';
  return uncertain.some(({ delivered }) => delivered === 'maybe') ? 'maybe' : 'no';
}
