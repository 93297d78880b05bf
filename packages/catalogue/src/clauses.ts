/** Where a standard speaks of what is seen on the wire: for somebody who wants to read on. */
import type { IcmpKind, SegmentKind } from './vocabulary.ts';

/** A passage, and what it says in our words. */
export interface Clause {
  /** e.g. `RFC 9293 section 3.5.2`. */
  readonly where: string;
  readonly says: string;
}

/** What a packet is, or is besides. */
export type Clausal = SegmentKind | IcmpKind | 'retransmission' | 'zero-window';

const softError: Clause = {
  where: 'RFC 1122 section 4.2.3.9',
  says: 'A hint that may pass: an open connection goes on repeating and remembers the error, a connect may give up on it.',
};

const hardError: Clause = {
  where: 'RFC 1122 section 4.2.3.9',
  says: 'Reports that the port or protocol is not served: hard while connecting, a hint on an open connection (RFC 5461).',
};

export const clauses: Readonly<Record<Clausal, Clause>> = {
  SYN: {
    where: 'RFC 9293 section 3.5',
    says: 'Asks for a connection and names the sequence number that the sender begins with.',
  },
  'SYN-ACK': {
    where: 'RFC 9293 section 3.5',
    says: 'Accepts, acknowledges the SYN and names the answerer’s own first sequence number.',
  },
  'HANDSHAKE-ACK': {
    where: 'RFC 9293 section 3.5',
    says: 'Completes the handshake: only with it is the server’s side established.',
  },
  DATA: {
    where: 'RFC 9293 section 3.8',
    says: 'Every byte has a sequence number and is kept by the sender until it has been acknowledged.',
  },
  ACK: {
    where: 'RFC 9293 section 3.4',
    says: 'All bytes before this number have arrived in the kernel; it does not say that a program has read them.',
  },
  FIN: {
    where: 'RFC 9293 section 3.6',
    says: 'The sender has nothing more to send. It can go on receiving.',
  },
  KEEPALIVE: {
    where: 'RFC 9293 section 3.8.4',
    says: 'A segment one byte before what is next: whoever is alive must answer with an acknowledgement.',
  },
  'RST-A': {
    where: 'RFC 9293 section 3.10.5',
    says: 'A live socket was aborted: data is dropped on both sides and the peer is told so.',
  },
  'RST-P': {
    where: 'RFC 9293 section 3.5.2',
    says: 'Answers a segment for which there is no connection, with the number that the segment acknowledged.',
  },
  'RST-S': {
    where: 'RFC 9293 section 3.10.7.1',
    says: 'Answers a SYN for which nobody listens: sequence number 0, and the SYN is acknowledged.',
  },
  'ICMP-NET-UNREACHABLE': softError,
  'ICMP-HOST-UNREACHABLE': softError,
  'ICMP-TIME-EXCEEDED': softError,
  'ICMP-PORT-UNREACHABLE': hardError,
  'ICMP-PROHIBITED': hardError,
  'ICMP-FRAGMENTATION-NEEDED': {
    where: 'RFC 1191 section 3',
    says: 'The packet is too large for the next link; the sender is to use smaller ones.',
  },
  'ICMP-OTHER': {
    where: 'RFC 1122 section 4.2.3.9',
    says: 'An ICMP error about a segment; the connection that it quotes is told of it.',
  },
  retransmission: {
    where: 'RFC 6298 section 5',
    says: 'No acknowledgement came in time: it is sent again, and each time the wait is doubled.',
  },
  'zero-window': {
    where: 'RFC 9293 section 3.8.6.1',
    says: 'The receiver’s buffer is full. The sender stops, probes now and then, and must go on waiting as long as probes are answered.',
  },
};
