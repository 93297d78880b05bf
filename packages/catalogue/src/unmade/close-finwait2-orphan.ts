import type { UnmadeCase } from '../case.ts';

export const closeFinwait2Orphan: UnmadeCase<'close-finwait2-orphan'> = {
  id: 'close-finwait2-orphan',
  title: 'one side closes completely, the other keeps its end open and meets a reset, or nobody',
  phase: 'closing',
  benign: false,
  endedBy: 'client',
  about:
    'The client closes. Its FIN is acknowledged, but the server does not close its own end: it is busy, or it ' +
    'has not noticed. The client’s kernel has a socket without a program, in FIN-WAIT-2, and keeps it for ' +
    'tcp_fin_timeout, 60 s by default. Data that the server sends during this time is lost and answered by a ' +
    'reset, for nobody can read it. Afterwards the socket is gone altogether, and even the server’s late FIN is ' +
    'reset. It is different if the client only called shutdown(SHUT_WR): then FIN-WAIT-2 never expires and the ' +
    'data is welcome.',
  onTheWire: {
    client:
      'The own FIN and its ACK, then nothing. Data that the server sends later, or its FIN once the time is up, is ' +
      'answered by a bare RST from here.',
    middle: 'The same packets; the reset comes from the side that sent the FIN.',
    server:
      'The client’s FIN is acknowledged. Data that is sent afterwards is answered by a bare RST with the sequence ' +
      'number after the FIN.',
  },
  clientSees: 'close 0: all is well, it has left',
  serverSees:
    'recv 0 if it looks; send ok once, then recv 0 and send EPIPE. A late close returns 0 although its FIN is ' +
    'reset',
  provenBy:
    'ss -tano on the closer shows FIN-WAIT-2 with timer:(timewait,…) and no process, and CLOSE-WAIT on the other ' +
    'side. The reset’s reason is TCP_TIMEWAIT_SOCKET before the time is up and NO_SOCKET after it; ' +
    'TcpExtTCPAbortOnData does not move, as it would if the FIN had not been acknowledged yet or the program ' +
    'still held the socket.',
  advice: [
    'Make the server close when it reads end of file, or soon after: a connection in CLOSE-WAIT is its own to ' +
      'end.',
    'If the client still wants the answer, use shutdown(SHUT_WR) and go on reading; close() throws it away.',
    'Leave tcp_fin_timeout alone; a longer one only keeps the orphan, it does not read the data.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6.1',
      says: 'A host that closes both directions should reset when data still comes in.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_fin_timeout',
      says: 'How long an orphaned connection stays in FIN-WAIT-2.',
    },
    {
      kind: 'man',
      where: 'tcp(7) TCP_LINGER2',
      says: 'The same time for a single socket.',
    },
  ],
  notMadeHereYet: true,
};
