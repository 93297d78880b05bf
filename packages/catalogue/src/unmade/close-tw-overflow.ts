import type { UnmadeCase } from '../case.ts';

export const closeTwOverflow: UnmadeCase<'close-tw-overflow'> = {
  id: 'close-tw-overflow',
  title: 'no room for another TIME-WAIT: the peer’s late FIN is answered by a reset',
  phase: 'closing',
  benign: true,
  endedBy: 'client',
  about:
    'The client closes first, and its kernel should keep the connection for a while, in FIN-WAIT-2 and then ' +
    'TIME-WAIT. But the host already keeps as many of these as tcp_max_tw_buckets allows, so the new one is ' +
    'forgotten at once. When the server closes in its turn, its FIN meets nobody and is answered by a reset. No ' +
    'data is lost by it: the server’s program has read everything and has closed, and its close() returned 0. It ' +
    'is a sign of very many short connections that are all closed from the same side. A server that still has ' +
    'data to send loses it, just as with any peer that is gone.',
  onTheWire: {
    client: 'The own FIN and its ACK; then the server’s FIN is answered by a bare RST instead of an ACK.',
    middle: 'The same packets: FIN, ACK, FIN, RST.',
    server: 'The client’s FIN, the own FIN some time later, and a bare RST in reply.',
  },
  clientSees: 'close 0; nothing later',
  serverSees: 'recv 0, close 0; nothing later',
  provenBy:
    'TcpExtTCPTimeWaitOverflow grows on the client with each such connection, and ss -tan shows neither ' +
    'FIN-WAIT-2 nor TIME-WAIT for it right after the close. A FIN-WAIT-2 that had merely expired would have been ' +
    'there for tcp_fin_timeout and would not count.',
  advice: [
    'Reuse connections (pools, HTTP keep-alive): far fewer TIME-WAITs come about.',
    'Raise net.ipv4.tcp_max_tw_buckets. One entry costs a few hundred bytes, and a low limit buys nothing.',
    'Do not count a reset that answers the last FIN as a failure.',
  ],
  references: [
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_max_tw_buckets',
      says: 'The most TIME-WAIT sockets at a time; above it they are destroyed at once. It should not be lowered.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_minisocks.c tcp_time_wait()',
      says: 'Counts TCPTimeWaitOverflow when no entry can be had, and drops the socket.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5.2',
      says: 'A segment for a connection that does not exist is answered by a reset.',
    },
  ],
  notMadeHereYet: true,
};
