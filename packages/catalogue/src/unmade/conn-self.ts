import type { UnmadeCase } from '../case.ts';

export const connSelf: UnmadeCase<'conn-self'> = {
  id: 'conn-self',
  notMadeHereYet: true,
  title: 'a client connects to its own port and talks to itself',
  phase: 'connecting',
  benign: false,
  endedBy: 'nobody',
  about:
    'A client on the same host connects to a port in the ephemeral range on which nobody listens, and the ' +
    'kernel happens to choose that very port as its source. The SYN meets the socket that sent it, TCP takes ' +
    'it for a simultaneous open, and connect() succeeds. The client then reads back every byte it writes. ' +
    'Programs that retry a local connect in a loop until a service is up find this by chance, sooner the ' +
    'smaller the range. Worse, the self-connection now holds the port, so the service that should listen ' +
    'there fails with EADDRINUSE.',
  clientSees: 'connect 0, then recv returns what it has sent itself',
  serverSees: 'nothing: there is no server; starting one on the port fails with bind EADDRINUSE',
  onTheWire: {
    client:
      'Nothing on any link: it stays inside the host. A capture on lo shows a SYN and a SYN-ACK with the ' +
      'same address and port as source and destination.',
    middle: 'No packet.',
    server: 'No packet; client and server are the same socket.',
  },
  provenBy:
    '`ss -tn` shows an ESTAB line with the same address and port on both sides; in the program getsockname() ' +
    'and getpeername() are equal.',
  advice: [
    'Let services listen on ports below the ephemeral range (32768 by default), or reserve theirs in ' +
      'net.ipv4.ip_local_reserved_ports.',
    'Compare getsockname() with getpeername() after a connect to the own host, and close with a retry if ' +
      'they are equal.',
    'Wait for a service with a readiness signal (socket activation, a file, the supervisor) instead of a ' +
      'tight connect loop; at least pause between attempts.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5',
      says: 'The simultaneous open, which a SYN to oneself completes.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_rcv_synsent_state_process',
      says: 'A SYN in SYN-SENT leads to SYN-RECEIVED; data may cross as well.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst ip_local_reserved_ports',
      says: 'Keeps ports out of automatic choice.',
    },
  ],
};
