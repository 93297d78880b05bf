import type { UnmadeCase } from '../case.ts';

export const closeZeroWindow: UnmadeCase<'close-zero-window'> = {
  id: 'close-zero-window',
  title: 'a close behind the peer’s full receive buffer: data and FIN wait until there is room',
  phase: 'closing',
  benign: true,
  endedBy: 'client',
  about:
    'The client closes while its send buffer still holds data that the server has no room for. close() returns 0 ' +
    'at once. The process may end, and the kernel keeps the socket as an orphan in FIN-WAIT-1: it probes the ' +
    'window, and the FIN has to wait behind the data. As long as the probes are answered the kernel is patient; ' +
    'in one trial the reader came back after 31 s and got every byte and the end of file. Nothing is lost, as ' +
    'long as nobody’s memory runs short: too many orphans (tcp_max_orphans) or too much TCP memory, and the ' +
    'kernel resets them. One who counts processes is surprised by it: ss shows a connection with data, and ' +
    'nobody owns it.',
  onTheWire: {
    client:
      'An ACK with win=0, then probes without payload at growing intervals, answered with win=0, and no FIN ' +
      'although the program has closed. When the window opens, the rest of the data leaves, the last segment with ' +
      'FIN.',
    middle: 'The same packets.',
    server:
      'Its own ACKs with win=0 and the answers to probes; later the window update, the remaining data and the FIN ' +
      'at once.',
  },
  clientSees: 'close 0; nothing later, the program has left',
  serverSees: 'recv gets all the data and then 0, but only when it reads again',
  provenBy:
    'ss -tnop on the client shows FIN-WAIT-1 with a Send-Q above 0, timer:(persist,…) and no process; on the ' +
    'server ESTAB with a full Recv-Q. Had the program not closed, the packets would be the same until the window ' +
    'opens, but ss would say ESTAB and name the process.',
  advice: [
    'If it matters that the peer has read everything, have it say so: shutdown(SHUT_WR) and wait for its answer ' +
      'or end of file, then close.',
    'Look after the reader: it decides how long this lasts.',
    'With very many such orphans, look at /proc/net/sockstat (orphan) and tcp_max_orphans before the kernel ' +
      'starts to reset them.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.6.1',
      says: 'Zero-window probes; a connection stays open while they are answered, after a close too.',
    },
    {
      kind: 'rfc',
      where: 'RFC 6429',
      says: 'A system that is short of resources may abort connections that persist behind a zero window.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_max_orphans',
      says: 'Above this number of sockets without a program, they are reset.',
    },
  ],
  notMadeHereYet: true,
};
