import type { UnmadeCase } from '../case.ts';

export const closeAbortDataKept: UnmadeCase<'close-abort-data-kept'> = {
  id: 'close-abort-data-kept',
  title: 'the data arrived before the reset and can still be read',
  phase: 'closing',
  benign: false,
  endedBy: 'server',
  about:
    'The server sends an answer and then aborts the connection, by SO_LINGER 0 or because it had bytes unread. ' +
    'The answer has arrived and has been acknowledged before the reset comes. On Linux the reset does not empty ' +
    'the client’s receive queue: recv() first returns the answer, then ECONNRESET once, then 0. Many programs ' +
    'never see it, because they look at the error first: poll reports ERR and HUP, a write fails, and they throw ' +
    'the socket away with the answer in it. Other systems do discard the data, and folklore says that all do. It ' +
    'is no cause of its own: it is an abort, seen from a client that was lucky with the order.',
  onTheWire: {
    client:
      'Data, the own ACK for all of it, then an RST with ACK. The reset’s sequence number is exactly the one that ' +
      'was acknowledged: there is no gap.',
    middle: 'The same packets.',
    server: 'Data leaves, is acknowledged in full, then the reset leaves.',
  },
  clientSees:
    'recv the data, then recv ECONNRESET, then recv 0; if it writes first, send ECONNRESET, and recv still gets ' +
    'the data',
  serverSees: 'send ok, close 0',
  provenBy:
    'The client’s last ACK covers all the data and equals the sequence number of the reset, so nothing is ' +
    'missing; a lost answer would leave the reset beyond the ACK and cause a challenge ACK. Which kind of abort ' +
    'it was the server’s counters say: TcpExtTCPAbortOnData for SO_LINGER 0, TcpExtTCPAbortOnClose for unread ' +
    'bytes.',
  advice: [
    'In the client, read to the end before acting on an error: after ERR or HUP in poll, call recv() until it ' +
      'returns 0 or an error.',
    'On the server, close in order: shutdown(SHUT_WR), read until 0, then close. The order of arrival is luck.',
    'Do not rely on it across systems: whether data survives a reset is up to the receiver’s implementation.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.10.7.4',
      says: 'On a reset the queues may be flushed and the user is told: the standard does not promise the data.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9112 section 9.6',
      says: 'Why a server should close in stages: a reset may destroy the response before the client has read it.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_reset()',
      says: 'Sets the error and purges the write queue; the receive queue stays.',
    },
  ],
  notMadeHereYet: true,
};
