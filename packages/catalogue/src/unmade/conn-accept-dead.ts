import type { UnmadeCase } from '../case.ts';

export const connAcceptDead: UnmadeCase<'conn-accept-dead'> = {
  id: 'conn-accept-dead',
  notMadeHereYet: true,
  title: 'accept() returns a connection that its client has already reset',
  phase: 'connecting',
  benign: false,
  endedBy: 'client',
  about:
    'A client connects, perhaps sends something, and aborts before the server gets round to accept(). On ' +
    'Linux the dead connection stays in the accept queue and accept() returns it as if it were alive; POSIX ' +
    'systems that remove it report ECONNABORTED, Linux does not. The first read gives the data that had ' +
    'arrived, the next one ECONNRESET, a write EPIPE, and getpeername() fails with ENOTCONN, which some ' +
    'programs do not expect of a fresh socket. It is common on servers that are slow to accept: their ' +
    'clients have run into their own timeouts meanwhile. Health checks that close with linger 0 produce it ' +
    'too.',
  clientSees: 'connect 0, send ok, close 0: it gave up by itself',
  serverSees: 'accept ok; then recv (the data, if any), recv ECONNRESET, send EPIPE; getpeername ENOTCONN',
  onTheWire: {
    client: 'A complete handshake, perhaps data, and then the client’s own RST with ACK, with a real window.',
    middle: 'The same packets.',
    server: 'The same packets: the reset arrives while the connection waits in the queue.',
  },
  provenBy:
    'The reset arrives at the server before strace shows the accept() that returns the connection; ' +
    'getpeername on it fails with ENOTCONN at once. `ss -tan` on the server does not list the connection, ' +
    'while the listener’s Recv-Q still counts it.',
  advice: [
    'Find out why accept() comes late: Recv-Q of the listener in `ss -tln`, the load of the accept loop. ' +
      'Clients that give up are the symptom.',
    'Treat ECONNRESET, EPIPE and ENOTCONN on a just accepted socket as normal: close it, go on accepting. ' +
      'Handle ECONNABORTED from accept() the same way, for other systems.',
    'Take the peer’s address from accept() itself, not from a later getpeername().',
    'Let health checks end with an ordinary close, or stop before the last ACK, if the noise in the log disturbs.',
  ],
  references: [
    {
      kind: 'man',
      where: 'accept(2) ECONNABORTED',
      says: 'The error other systems give for a connection that was aborted in the queue.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/inet_connection_sock.c inet_csk_accept',
      says: 'Takes the first child off the queue, whatever its state.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.10.7.4',
      says: 'A reset in ESTABLISHED flushes the queues and tells the user that the connection was reset.',
    },
  ],
};
