/** Times in which nothing is under way and nothing comes. */
import type { ConnectionRow } from '../rows/connection-row.ts';

/** Silence of less than this is a pause within a conversation. */
export const QUIET_NS = 500_000_000;

/** Notes the silence before a segment at `ns`, if it was one. */
export function noteQuiet({ connection, sides }: ConnectionRow, at: number, ns: number): void {
  const quiet = ns - connection.lastNs;
  if (quiet < QUIET_NS) return;
  const outstanding = sides[0].acked !== sides[0].next || sides[1].acked !== sides[1].next;
  if (outstanding || sides[0].repeats > 0 || sides[1].repeats > 0) return;
  connection.lastQuietNs = quiet;
  connection.lastQuietEndFrame = at;
  if (quiet > connection.quietNs) {
    connection.quietNs = quiet;
  }
}
