/** What Zeek keeps of one end of a TCP connection, as far as `conn_state` and `history` depend on it. */

/** States of an end, numbered as in Zeek's logs. */
export const ZeekState: Readonly<{
  /** Has sent nothing. */
  INACTIVE: 0;
  /** Originator: has sent a SYN that is not answered yet. */
  SYN_SENT: 1;
  /** Originator: has sent a SYN-ACK, and no SYN was seen before it. */
  SYN_ACK_SENT: 2;
  /** Has sent something, but no SYN was seen. */
  PARTIAL: 3;
  ESTABLISHED: 4;
  /** Has sent a FIN. */
  CLOSED: 5;
  /** Has sent a reset. */
  RESET: 6;
}> = Object.freeze({
  INACTIVE: 0,
  SYN_SENT: 1,
  SYN_ACK_SENT: 2,
  PARTIAL: 3,
  ESTABLISHED: 4,
  CLOSED: 5,
  RESET: 6,
});

/** Bits of {@link ZeekEndpoint.marks}. */
export const ZeekMark: Readonly<{
  FIN_SENT: 1;
  /** The stream is so long that a sequence number before its start cannot be told from a later one. */
  LONG: 2;
  /** Reassembly was given up: too much lay beyond a hole while nothing was acknowledged. */
  GIVEN_UP: 4;
}> = Object.freeze({ FIN_SENT: 1, LONG: 2, GIVEN_UP: 4 });

/**
 * One end; whole 32-bit numbers, so that a caller can keep them in typed arrays. Sequence numbers are signed (`seq | 0`) and
 * compared by difference. "Offset": position in the stream, 0 for its first byte of payload.
 */
export interface ZeekEndpoint {
  /** 1: Zeek takes this end for the originator, 0: for the responder. The two ends may change roles. */
  originator: number;
  /** {@link ZeekState}. */
  state: number;
  previousState: number;
  /** Which letters this role has in the history. */
  historyBits: number;
  /** {@link ZeekMark}. */
  marks: number;
  /** Sequence number of the SYN, or the one a SYN would have had. */
  start: number;
  /** One past the highest sequence number sent. */
  last: number;
  /** Highest acknowledgement the other end sent. */
  acked: number;
  /** Sequence numbers of the last SYN, FIN and reset, counted from `start`. */
  lastSyn: number;
  lastFin: number;
  lastRst: number;
  /** Offset one past the FIN. */
  finEnd: number;
  retransmissions: number;
  zeroWindows: number;
  gaps: number;
  /** Offset up to which the stream is whole, or was given up. */
  delivered: number;
  /** Offsets of what arrived beyond a hole: two stretches, the nearer first; from = to: none. */
  nearFrom: number;
  nearTo: number;
  farFrom: number;
  farTo: number;
}

/** Every field of an endpoint. */
export const zeekEndpointFields: readonly (keyof ZeekEndpoint)[] = [
  'originator',
  'state',
  'previousState',
  'historyBits',
  'marks',
  'start',
  'last',
  'acked',
  'lastSyn',
  'lastFin',
  'lastRst',
  'finEnd',
  'retransmissions',
  'zeroWindows',
  'gaps',
  'delivered',
  'nearFrom',
  'nearTo',
  'farFrom',
  'farTo',
];

/** Makes it the end of a connection of which nothing was seen: every field 0. */
export function resetZeekEndpoint(endpoint: ZeekEndpoint): void {
  for (const field of zeekEndpointFields) endpoint[field] = 0;
}

/** Moves to a state and remembers the one before. */
export function enterZeekState(endpoint: ZeekEndpoint, state: number): void {
  if (endpoint.state === state) return;
  endpoint.previousState = endpoint.state;
  endpoint.state = state;
}
