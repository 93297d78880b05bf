/** How a connection stands when another takes its addresses and ports over. */
import { PreviousWord } from '../facts/words.ts';
import type { ConnectionRow } from '../rows/connection-row.ts';

/** As a {@link PreviousWord}. */
export function endingWord({ connection, sides }: ConnectionRow): number {
  if (sides[0].rstCount + sides[1].rstCount > 0) {
    return connection.strangeSyns > 0 ? PreviousWord.discovered : PreviousWord.reset;
  }
  if (connection.closedFrame !== 0) return PreviousWord.closed;
  return connection.handshakeFrame !== 0 || connection.clientKnown === 0
    ? PreviousWord.open
    : PreviousWord.attempt;
}
