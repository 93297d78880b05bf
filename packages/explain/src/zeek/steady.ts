/** When plain segments in order change nothing of Zeek's view but numbers. */
import { type ZeekEndpoint, ZeekState } from './endpoint.ts';

/** Long before Zeek's own numbers wrap. */
const LONG = 0x2000_0000;

/**
 * The end is open and its stream lacks nothing: until something else than segments in order comes, `last`, `acked` and `delivered`
 * follow from what was sent, and may be set together later.
 */
export function zeekRunsWell(endpoint: ZeekEndpoint): boolean {
  return (
    endpoint.state === ZeekState.ESTABLISHED &&
    endpoint.marks === 0 &&
    endpoint.nearFrom === endpoint.nearTo &&
    endpoint.delivered === ((endpoint.last - endpoint.start - 1) | 0) &&
    (endpoint.last - endpoint.start) >>> 0 < LONG
  );
}
