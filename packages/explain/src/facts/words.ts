/** Words that facts hold as numbers. */

/** What a segment was. */
export const SegmentWord = {
  none: 0,
  syn: 1,
  synAck: 2,
  ack: 3,
  data: 4,
  fin: 5,
  keepAlive: 6,
  probe: 7,
  handshakeAck: 8,
} as const;

/** What form a reset had. */
export const ResetWord = {
  none: 0,
  /** RST with ACK, as a live socket sends it: its window, its options. */
  active: 1,
  /** RST without ACK: an answer to a segment that met no socket. */
  passive: 2,
  /** RST with ACK and sequence number 0: an answer to a SYN. */
  syn: 3,
  /** RST with ACK in the middle of a connection, without window or without the options that were agreed on. */
  odd: 4,
} as const;

/** How the connection before this one, on the same addresses and ports, stood when this one began. */
export const PreviousWord = {
  none: 0,
  /** Both FINs were acknowledged. */
  closed: 1,
  reset: 2,
  open: 3,
  /** It never came to be. */
  attempt: 4,
  /** The SYN of this one found it: it was answered by an acknowledgement of the old, and that by a reset. */
  discovered: 5,
} as const;
