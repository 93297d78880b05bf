/** What is known of a connection as a whole. Numbers as in side-facts.ts. */
import type { Layout } from '../rows/row-view.ts';

export interface ConnectionFacts {
  /** Frames in the file, duplicates included. */
  frames: number;
  firstFrame: number;
  lastFrame: number;
  firstNs: number;
  lastNs: number;
  /** Which of the two sides is the client: 0 or 1. Side 0 sent the first frame. */
  clientSide: number;
  /** Whether a SYN or a SYN-ACK said so. */
  clientKnown: number;
  /** Which side has the lower address and port: how the table of connections keeps the two apart. */
  lowSide: number;
  incarnation: number;
  /** {@link PreviousWord}: how the connection before it on these addresses and ports stood, and for how long it had been quiet. */
  previous: number;
  previousQuietNs: number;
  /** The ACK that completed the handshake. */
  handshakeFrame: number;
  handshakeNs: number;
  simultaneousOpen: number;
  /** A SYN that belongs to neither side's connection, while it stood: how many, the first. */
  strangeSyns: number;
  strangeSynFrame: number;
  /** The same frame seen again: on another interface, or on the other side of a router. */
  duplicateFrames: number;
  /** Longest time in which nothing was outstanding and nothing was sent, and the frame that ended it. */
  quietNs: number;
  /** The last such time of a second or more. */
  lastQuietNs: number;
  lastQuietEndFrame: number;
  /** Both FINs acknowledged: the acknowledgement that completed it. */
  closedFrame: number;
  /** Segments after both FINs were acknowledged that were no repetition of those. */
  afterClose: number;
  /** For the table: `ended` when no packet of it is expected any more, `pending` while a newer SYN has yet to prove itself. */
  ended: number;
  pending: number;
  released: number;
  /** Slot + 1 of the connection whose SYN came while this one stood. */
  newcomer: number;
  /** Its place in the order of first frames. */
  orderAt: number;
  /** The next segment is likely one in order that changes nothing but the numbers: see steady.ts. */
  steady: number;
  /** Such segments have come, and Zeek's view has not been told of them yet. */
  zeekBehind: number;
}

/** How each fact is kept; those that every segment touches lie together. */
export const connectionLayout: Layout<ConnectionFacts> = {
  steady: 'int',
  zeekBehind: 'int',
  lowSide: 'int',
  frames: 'int',
  lastFrame: 'int',
  lastNs: 'real',
  firstFrame: 'int',
  firstNs: 'real',
  clientSide: 'int',
  clientKnown: 'int',
  incarnation: 'int',
  previous: 'int',
  previousQuietNs: 'real',
  handshakeFrame: 'int',
  handshakeNs: 'real',
  simultaneousOpen: 'int',
  strangeSyns: 'int',
  strangeSynFrame: 'int',
  duplicateFrames: 'int',
  quietNs: 'real',
  lastQuietNs: 'real',
  lastQuietEndFrame: 'int',
  closedFrame: 'int',
  afterClose: 'int',
  ended: 'int',
  pending: 'int',
  released: 'int',
  newcomer: 'int',
  orderAt: 'int',
};
