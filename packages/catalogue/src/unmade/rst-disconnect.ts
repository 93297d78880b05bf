import type { UnmadeCase } from '../case.ts';

export const rstDisconnect: UnmadeCase<'rst-disconnect'> = {
  id: 'rst-disconnect',
  title: 'a program drops its connection with connect(AF_UNSPEC), and its kernel sends a reset',
  phase: 'closing',
  benign: false,
  endedBy: 'client',
  about:
    'connect() with the address family AF_UNSPEC dissolves the association of a socket. With UDP that is ' +
    'harmless, with TCP it is an abort: the connection is reset, and what lies in the queues is thrown away. The ' +
    'socket remains and can be connected again, usually from another local port. Hardly anyone calls it on ' +
    'purpose: generic code that prepares sockets for reuse does. The program sees success. The peer sees ' +
    'ECONNRESET.',
  onTheWire: {
    client:
      'An RST with ACK goes out, with a real window and timestamps and no FIN before it; perhaps a SYN from ' +
      'another port follows at once.',
    middle: 'The same packets.',
    server: 'An RST with ACK from the client, then perhaps a new connection of the same client.',
  },
  clientSees: 'connect(AF_UNSPEC) 0; a further connect on the same socket 0',
  serverSees: 'recv ECONNRESET, then recv 0, send EPIPE; data that had arrived before is still read first',
  provenBy:
    'strace -f -e trace=connect on the program shows connect() with AF_UNSPEC at the time of the reset. There ' +
    'TcpOutRsts and TcpEstabResets grow and neither TcpExtTCPAbortOnData nor TcpExtTCPAbortOnClose does; the ' +
    'program met no error, and that excludes a kill by ss -K.',
  advice: [
    'Close the socket and make a new one; that is as cheap, and the peer gets a FIN.',
    'If a shared routine does it, let it look at the socket’s type first: for SOCK_STREAM it means an abort.',
    'Before an abort that is wanted, make sure that the peer needs nothing any more of what was sent.',
  ],
  references: [
    {
      kind: 'man',
      where: 'connect(2)',
      says: 'Some sockets, TCP ones among them, dissolve the association with an address of the family AF_UNSPEC.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp.c tcp_disconnect()',
      says: 'Sends a reset where the state requires one, empties the queues and makes the socket ready for a new connect.',
    },
  ],
  notMadeHereYet: true,
};
