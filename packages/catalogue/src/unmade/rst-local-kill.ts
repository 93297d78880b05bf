import type { UnmadeCase } from '../case.ts';

export const rstLocalKill: UnmadeCase<'rst-local-kill'> = {
  id: 'rst-local-kill',
  title: 'an administrator, or a tool, kills the connection on its own host',
  phase: 'idle',
  benign: false,
  endedBy: 'client',
  about:
    'Somebody has run ss -K on the client, or a network manager or a fail-over script does the same through the ' +
    'kernel’s SOCK_DESTROY request. The kernel ends the socket under the program’s feet. The program gets ' +
    'ECONNABORTED, an error that hardly ever comes from anything else on an established connection, and the peer ' +
    'gets an ordinary reset. Android does it when it changes networks. A listening socket can be killed too: ' +
    'accept() then returns EINVAL. From the peer’s side it looks like any other abort.',
  onTheWire: {
    client:
      'An RST with ACK goes out, with a real window and timestamps, with nothing before it that would explain it. ' +
      'There is no FIN.',
    middle: 'The same packet.',
    server: 'An RST with ACK from the client, with the client’s usual TTL: a socket there was aborted.',
  },
  clientSees: 'recv ECONNABORTED once, then recv 0, send EPIPE',
  serverSees: 'recv ECONNRESET, then recv 0, send EPIPE',
  provenBy:
    'The program on the host of the reset met ECONNABORTED; after SO_LINGER 0 or a close it would have no error ' +
    'at all. There TcpOutRsts and TcpEstabResets grow, but neither TcpExtTCPAbortOnData nor ' +
    'TcpExtTCPAbortOnClose does (the shell history or the audit log may show who ran ss -K).',
  advice: [
    'Treat ECONNABORTED as “ended from here”: reconnect, and do not blame the peer.',
    'Use narrow filters with ss -K (dst, dport, state); without one it ends every connection it may.',
    'Who kills connections in scripts should log it. The peer cannot find out.',
  ],
  references: [
    {
      kind: 'man',
      where: 'ss(8) -K',
      says: 'Closes the sockets that match the filter; the kernel needs CONFIG_INET_DIAG_DESTROY.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp.c tcp_abort()',
      says: 'Sets ECONNABORTED for the program and sends a reset if the state calls for one.',
    },
  ],
  notMadeHereYet: true,
};
