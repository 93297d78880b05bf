import type { UnmadeCase } from '../case.ts';

export const idleFinUnnoticed: UnmadeCase<'idle-fin-unnoticed'> = {
  id: 'idle-fin-unnoticed',
  title: 'the peer closed while the connection was idle, the program did not look, and writes later',
  phase: 'idle',
  benign: false,
  endedBy: 'server',
  about:
    'The server has closed the connection long ago. Its FIN arrived and the client’s kernel acknowledged it, but ' +
    'the client’s program was not reading: the connection lay in a pool, or the program only ever writes. A FIN ' +
    'means “I shall send no more”, so the kernel still accepts the next write; it cannot know that nobody reads ' +
    'any more on the other side. The server’s kernel answers the data with a reset. The program then reads 0, ' +
    'and only its second write fails, with EPIPE: the first one is lost without an error. Logs that are written ' +
    'to a closed collector and pooled database connections fail this way.',
  onTheWire: {
    client:
      'The server’s FIN and the own ACK of it, then a pause, then data, then a bare reset with the sequence number ' +
      'that the data acknowledged.',
    middle: 'The same packets. The ACK of the FIN passes long before the data.',
    server: 'Its own FIN is acknowledged; some time later data comes and is answered by a bare reset.',
  },
  clientSees: 'send ok, then recv 0 and send EPIPE; no ECONNRESET, because the FIN came first',
  serverSees: 'close 0; the data meets no program any more',
  provenBy:
    'On the client, ss -tnp shows the connection in CLOSE-WAIT with Recv-Q 1 during the pause, and strace shows ' +
    'no recv or poll on it between the FIN and the send. The data acknowledges the FIN, so it did not cross it; ' +
    'on the server TcpExtTCPAbortOnData does not move (the reset’s reason is TCP_TIMEWAIT_SOCKET), as it would ' +
    'in the race with a closing server.',
  advice: [
    'Watch idle connections for reading too: readable with POLLRDHUP, or recv() with MSG_PEEK and MSG_DONTWAIT ' +
      'returning 0, means that the peer has closed. Throw the connection away then.',
    'Look just before each write to a connection from a pool, and keep the pool’s idle limit below the server’s.',
    'Do not take a successful send() for delivery: have the peer confirm what must not be lost.',
    'Repeat what went out on such a connection only if it may be done twice.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6.1',
      says: 'A host that was closed completely should answer new data with a reset, to show that it was lost.',
    },
    {
      kind: 'man',
      where: 'poll(2) POLLRDHUP',
      says: 'Reports that the peer has closed, or has shut down its writing half.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_reset()',
      says: 'A reset in CLOSE-WAIT leaves EPIPE in the socket, one in ESTABLISHED leaves ECONNRESET.',
    },
  ],
  notMadeHereYet: true,
};
