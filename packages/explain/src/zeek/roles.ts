/** Which end Zeek takes for the originator, and when it changes its mind. */
import { TcpFlag } from '@halfopen/wire';
import type { ZeekEndpoint } from './endpoint.ts';
import { ZeekState } from './endpoint.ts';

/** Zeek's `likely_server_ports` for TCP as its default scripts leave it. */
const likelyServerPorts: ReadonlySet<number> = new Set([
  21, 22, 25, 53, 79, 80, 81, 88, 135, 139, 143, 389, 443, 445, 502, 563, 585, 587, 614, 631, 636, 989, 990,
  992, 993, 995, 1080, 1883, 2811, 3128, 3268, 3389, 5222, 5223, 5269, 6666, 6667, 6668, 6669, 8000, 8080,
  8888, 20000,
]);

/**
 * Begins a connection with the ports and flags of its first segment, sent by `first`: gives both ends, of which
 * nothing has been seen, their roles and returns the history to begin with. The sender is the originator, unless the segment is not an initial SYN and
 * its source port looks more like a server's: then the ends are flipped, and the history is `^`.
 */
export function openZeek(
  first: ZeekEndpoint,
  second: ZeekEndpoint,
  flags: number,
  sourcePort: number,
  destinationPort: number,
): string {
  const flipped = looksLikeAnswer(flags, sourcePort, destinationPort);
  (flipped ? second : first).originator = 1;
  return flipped ? '^' : '';
}

function looksLikeAnswer(flags: number, sourcePort: number, destinationPort: number): boolean {
  if ((flags & (TcpFlag.SYN | TcpFlag.ACK)) === TcpFlag.SYN) return false;
  if (!likelyServerPorts.has(sourcePort)) return false;
  // a SYN-ACK between two server ports may be a stealth scan, which an originator sends
  return (
    !likelyServerPorts.has(destinationPort) || ((flags & TcpFlag.SYN) === 0 && sourcePort < destinationPort)
  );
}

/** Exchanges the roles. What the history has of a role stays with the role, all else with the end. */
export function flipZeekRoles(one: ZeekEndpoint, other: ZeekEndpoint): void {
  const { originator, historyBits } = one;
  one.originator = other.originator;
  one.historyBits = other.historyBits;
  other.originator = originator;
  other.historyBits = historyBits;
}

/**
 * Whether Zeek would begin a new connection with this segment, sent between the same two addresses and ports by either end.
 * `seq` is its sequence number. A caller that splits connections by other rules gets another `conn_state` than Zeek.
 * Zeek counts an end as closed only when its data was delivered up to the FIN; here the FIN or reset is enough.
 */
export function startsZeekAnew(one: ZeekEndpoint, other: ZeekEndpoint, flags: number, seq: number): boolean {
  if ((flags & TcpFlag.SYN) === 0) return false;
  const originator = one.originator === 1 ? one : other;
  const responder = one.originator === 1 ? other : one;
  const isAnswer = (flags & TcpFlag.ACK) !== 0;
  if (isAnswer && originator.state !== ZeekState.INACTIVE) return false;
  if (originator.state >= ZeekState.CLOSED || responder.state >= ZeekState.CLOSED) return true;
  if ((seq | 0) === (isAnswer ? responder : originator).start) return false;
  const completesReversed =
    !isAnswer &&
    originator.state === ZeekState.SYN_ACK_SENT &&
    responder.state === ZeekState.INACTIVE &&
    (seq | 0) === responder.start;
  return !completesReversed;
}
