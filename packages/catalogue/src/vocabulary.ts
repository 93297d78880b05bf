/** The words every part of halfopen shares. One word, one meaning, in code, command line, page and docs. */

/** Who sent the first SYN, and the other. */
export type Side = 'client' | 'server';

/** Where a capture was made. */
export type Vantage = 'client' | 'middle' | 'server';

/** What brought the connection to its end. `path`: packets lost, nobody acted. `nobody`: it still stands. */
export type EndedBy = Side | 'middle' | 'path' | 'nobody';

/** What the connection was doing when it failed. */
export type Phase = 'connecting' | 'idle' | 'sending' | 'closing';

/** Connection states, spelled as RFC 9293 section 3.3.2 spells them. */
export type TcpState =
  | 'CLOSED'
  | 'LISTEN'
  | 'SYN-SENT'
  | 'SYN-RECEIVED'
  | 'ESTABLISHED'
  | 'FIN-WAIT-1'
  | 'FIN-WAIT-2'
  | 'CLOSE-WAIT'
  | 'CLOSING'
  | 'LAST-ACK'
  | 'TIME-WAIT';

/**
 * What a segment is in the life of its connection. Every segment is exactly one of these:
 * the first that fits, from top to bottom.
 *
 * - `RST-A`: RST with ACK on a connection: a live socket was aborted.
 * - `RST-P`: RST without ACK: the segment it answers met no full socket.
 * - `RST-S`: RST with ACK, absolute sequence number 0: the answer to a SYN.
 * - `FIN`: any segment with FIN, with or without payload.
 * - `KEEPALIVE`: no payload (or one old byte), sequence number one below the next to be sent, nothing outstanding.
 * - `DATA`: payload.
 * - `HANDSHAKE-ACK`: the client's first bare ACK after a SYN-ACK.
 * - `ACK`: any other bare ACK: acknowledgements, duplicates, challenges, window updates.
 */
export type SegmentKind =
  | 'SYN'
  | 'SYN-ACK'
  | 'RST-A'
  | 'RST-P'
  | 'RST-S'
  | 'FIN'
  | 'KEEPALIVE'
  | 'DATA'
  | 'HANDSHAKE-ACK'
  | 'ACK';

/** An ICMP error that quotes the connection. The code is part of the kind: the kernel's errno depends on it. */
export type IcmpKind =
  | 'ICMP-NET-UNREACHABLE'
  | 'ICMP-HOST-UNREACHABLE'
  | 'ICMP-PORT-UNREACHABLE'
  | 'ICMP-PROHIBITED'
  | 'ICMP-FRAGMENTATION-NEEDED'
  | 'ICMP-TIME-EXCEEDED'
  | 'ICMP-OTHER';

/** Error numbers of Linux that a call in the catalogue can report. */
export type Errno =
  | 'EAGAIN'
  | 'EALREADY'
  | 'ECONNABORTED'
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'EHOSTUNREACH'
  | 'EINPROGRESS'
  | 'EINTR'
  | 'EISCONN'
  | 'ENETUNREACH'
  | 'ENOTCONN'
  | 'EPIPE'
  | 'ETIMEDOUT';

/** Why the kernel sent a reset: `sk_rst_reason` as the tracepoint tcp:tcp_send_reset prints it (include/net/rstreason.h). */
export type ResetReason =
  | 'NOT_SPECIFIED'
  | 'NO_SOCKET'
  | 'TCP_FLAGS'
  | 'INVALID_SYN'
  | 'TCP_TIMEWAIT_SOCKET'
  | 'TCP_ABORT_ON_DATA'
  | 'TCP_ABORT_ON_CLOSE'
  | 'TCP_ABORT_ON_LINGER'
  | 'TCP_STATE'
  | 'TCP_KEEPALIVE_TIMEOUT'
  | 'TCP_INVALID_ACK_SEQUENCE';

/** System calls of the programs in the lab. */
export type CallName =
  | 'socket'
  | 'setsockopt'
  | 'getsockopt'
  | 'fcntl'
  | 'bind'
  | 'listen'
  | 'accept'
  | 'connect'
  | 'send'
  | 'recv'
  | 'poll'
  | 'select'
  | 'shutdown'
  | 'close'
  | 'exit';
