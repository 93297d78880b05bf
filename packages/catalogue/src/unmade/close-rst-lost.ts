import type { UnmadeCase } from '../case.ts';

export const closeRstLost: UnmadeCase<'close-rst-lost'> = {
  id: 'close-rst-lost',
  title: 'one side resets the connection, but the reset is lost and the other never hears of it',
  phase: 'closing',
  benign: false,
  endedBy: 'server',
  about:
    'The server aborts the connection, by SO_LINGER 0, by closing with unread bytes or by a crash, in a moment ' +
    'when the path is cut or drops the packet. A reset is sent once and is never repeated, because no socket is ' +
    'left to repeat it. The client stays ESTABLISHED. If it only waits, it waits for ever. If it sends, the data ' +
    'meets no connection at the server and is answered by a second, bare reset, and only then does the program ' +
    'see ECONNRESET. To the client this is the same as a server that has rebooted, although the host was up all ' +
    'the time.',
  onTheWire: {
    client:
      'Silence, then data, then a bare reset with the server’s usual TTL. It cannot be told from a rebooted server.',
    middle:
      'Before the point of loss an RST with ACK that does not appear behind it; later the data and the bare reset.',
    server:
      'An RST with ACK leaves, with a real window and timestamps; nothing answers it. Later data comes and is ' +
      'answered by a bare RST.',
  },
  clientSees: 'nothing while it waits; send ok, then recv ECONNRESET, then send EPIPE',
  serverSees: 'close 0; the program is done',
  provenBy:
    'A capture at the server has an RST with ACK that the client’s capture lacks, and TcpExtTCPAbortOnData or ' +
    'TcpExtTCPAbortOnClose moved there at that time. The server’s uptime is unbroken, which rules out a reboot, ' +
    'and the data came from the same address as ever, which rules out a NAT that forgot.',
  advice: [
    'Use keepalive or heartbeats on every connection that may be silent for long: the first probe after the cut ' +
      'finds out.',
    'Close in order instead of aborting: a FIN is repeated until it is acknowledged, a reset is not.',
    'Repeat a request after such a reset only if it may be done twice.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5.1',
      says: 'Half-open connections: one end has none any more, and finds out by the reset that its next segment provokes.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5.2',
      says: 'How a segment without a connection is answered.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_output.c tcp_send_active_reset()',
      says: 'Sends the reset of an aborted socket, once.',
    },
  ],
  notMadeHereYet: true,
};
