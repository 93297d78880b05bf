import type { UnmadeCase } from '../case.ts';

export const closeLastackLost: UnmadeCase<'close-lastack-lost'> = {
  id: 'close-lastack-lost',
  title: 'the second FIN is lost: the last closer repeats it from LAST-ACK',
  phase: 'closing',
  benign: true,
  endedBy: 'client',
  about:
    'Both programs have closed, and only the kernels are still at work. The client closed first and waits in ' +
    'FIN-WAIT-2; the server’s FIN is lost on the way. The server’s socket stands in LAST-ACK without a program ' +
    'and repeats the FIN with doubling gaps. If one copy gets through, all ends in order; if none does, the ' +
    'server gives up after tcp_orphan_retries (8 attempts, about 100 s) and the client’s FIN-WAIT-2 expires by ' +
    'itself. No byte is at stake, for both have read everything: the only trouble is that sockets and ports are ' +
    'held for a minute or two. A client that has only shut down its sending and waits for end of file is worse ' +
    'off, for it does not get one.',
  onTheWire: {
    client:
      'The own FIN and its ACK, then a pause, then the server’s FIN and the own ACK (IP ID 0: it comes from a ' +
      'mini-socket of the kernel). Or nothing more.',
    middle: 'Before the point of loss the FIN again and again; behind it at most the last copy.',
    server:
      'The own FIN, repeated after 0.2, 0.2, 0.4, 0.8 s and so on, until an ACK comes or the copies end.',
  },
  clientSees: 'close 0; nothing later',
  serverSees: 'recv 0, close 0; nothing later',
  provenBy:
    'ss -tno on the server shows LAST-ACK with Send-Q 1 and timer:(on,…) while the client shows FIN-WAIT-2, and ' +
    'only the server’s capture has all copies of the FIN. A server that never closed would stand in CLOSE-WAIT ' +
    'and send no FIN at all.',
  advice: [
    'Usually nothing: it heals or expires by itself. Many sockets in LAST-ACK for long point to loss on the way ' +
      'back, and that is worth a look.',
    'A client that waits for end of file after shutdown(SHUT_WR) needs a deadline, since FIN-WAIT-2 never ' +
      'expires while the program holds the socket.',
    'On hosts with very many of them, a lower tcp_orphan_retries frees the sockets earlier.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6',
      says: 'Each FIN is acknowledged, and repeated until it is.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_orphan_retries',
      says: 'How often the kernel repeats for a connection that the program has closed; 8 times by default.',
    },
  ],
  notMadeHereYet: true,
};
