import type { UnmadeCase } from '../case.ts';

export const closeSelfInflicted: UnmadeCase<'close-self-inflicted'> = {
  id: 'close-self-inflicted',
  title: 'a program shuts down both directions, and its own kernel resets the peer and tells the program',
  phase: 'closing',
  benign: false,
  endedBy: 'client',
  about:
    'The client sends a request and calls shutdown(fd, SHUT_RDWR), perhaps to end the connection from another ' +
    'thread. The kernel sends a FIN. The server has not finished: it writes its answer. Now the client’s kernel ' +
    'has a socket whose program has said that it will not read, so it resets the peer and also ends its own ' +
    'socket with ECONNRESET. The client’s next recv() says “connection reset by peer”, although the peer did ' +
    'nothing but answer: the reset came from this very host. The server loses its answer and sees a broken pipe.',
  onTheWire: {
    client:
      'The own FIN and its ACK, then data from the server, then a bare RST that goes out. No reset comes in, and ' +
      'yet the program reports one.',
    middle: 'FIN of the client, data of the server, reset of the client.',
    server:
      'The client’s FIN, then the own data, then a bare RST from the client with the sequence number after its FIN.',
  },
  clientSees: 'shutdown 0, then recv ECONNRESET: from its own kernel',
  serverSees: 'recv the request and 0, send ok, then recv 0 and send EPIPE',
  provenBy:
    'The reset in the client’s capture goes out and none comes in, while strace shows shutdown(fd, SHUT_RDWR) ' +
    'and after it recv returning ECONNRESET on the same descriptor. TcpExtTCPAbortOnData moves on the client, ' +
    'and until the reset ss -tnp still names the process: after a close() there would be an orphan and no error ' +
    'to report.',
  advice: [
    'To end the sending only, use shutdown(SHUT_WR), and read until 0.',
    'To interrupt a thread that waits in recv(), do not use SHUT_RDWR as long as the answer matters: wake it ' +
      'through an eventfd or a pipe in its poll().',
    'Before you blame the peer for a reset, look in the capture which side sent it.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6.1',
      says: 'When data comes after a host has closed both directions, it should reset to show that the data was lost.',
    },
    {
      kind: 'man',
      where: 'shutdown(2)',
      says: 'SHUT_RDWR ends both directions at once.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_rcv_state_process()',
      says:
        'In FIN-WAIT-1 and FIN-WAIT-2: new data on a socket that is shut for reading counts as TCPAbortOnData and ' +
        'resets.',
    },
  ],
  notMadeHereYet: true,
};
