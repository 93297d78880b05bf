import type { UnmadeCase } from '../case.ts';

export const closeWaitLeak: UnmadeCase<'close-wait-leak'> = {
  id: 'close-wait-leak',
  title: 'a program ignores end of file, and its socket stays in CLOSE-WAIT for ever',
  phase: 'closing',
  benign: false,
  endedBy: 'nobody',
  about:
    'The client has closed; its FIN is acknowledged. The server’s program never calls close(): it has lost the ' +
    'descriptor, an error path forgot it, a thread hangs, or it reads 0 and takes it for “no data yet”. The ' +
    'kernel does not help, because CLOSE-WAIT has no timer: the program may still have something to say. So the ' +
    'sockets pile up until the process runs out of descriptors, and then accept() fails. The client’s side ' +
    'vanished after a minute. A leak of this kind is always a mistake in the program that owns the socket, and ' +
    'never one of the network.',
  onTheWire: {
    client:
      'The own FIN, its ACK, and then nothing more. Much later perhaps a keepalive probe of the server that is ' +
      'answered by a bare reset.',
    middle: 'The same: half a close, and silence.',
    server: 'A FIN that was acknowledged and has no counterpart. Nothing follows.',
  },
  clientSees: 'close 0; its socket is gone after tcp_fin_timeout',
  serverSees:
    'recv 0, as often as it asks; with keepalive recv 0 and SO_ERROR EPIPE. Later accept EMFILE, when ' +
    'descriptors run out',
  provenBy:
    'ss -tnop state close-wait on the server lists the sockets with their process, Recv-Q 1 or more and no ' +
    'timer, and the list only grows; a short pause before an orderly close would empty it. ls /proc/<pid>/fd | ' +
    'wc -l counts towards the limit.',
  advice: [
    'Close at end of file, on every path: finally, defer, using, RAII. Look first at error handling and at time ' +
      'limits that abandon a connection without closing it.',
    'Find the place with ss -tnp state close-wait, which names process and descriptor, and strace -p or a stack ' +
      'dump of that thread.',
    'Put an idle limit on every server connection, so that a forgotten one is ended in the end.',
    'Keepalive on accepted sockets lets the kernel find them dead, but the program must still close them.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.3.2',
      says: 'CLOSE-WAIT means waiting for the local program to close, and for nothing else.',
    },
    {
      kind: 'man',
      where: 'recv(2)',
      says: 'The return value 0 means that the peer has shut down in order.',
    },
  ],
  notMadeHereYet: true,
};
