import type { UnmadeCase } from '../case.ts';

export const closeShutRd: UnmadeCase<'close-shut-rd'> = {
  id: 'close-shut-rd',
  title: 'shutdown(SHUT_RD) sends nothing, and the peer goes on sending what nobody wants',
  phase: 'closing',
  benign: false,
  endedBy: 'nobody',
  about:
    'A program calls shutdown(fd, SHUT_RD) and believes that it has told the peer to stop. TCP has no such ' +
    'message: not one packet is sent. The peer’s writes succeed and are acknowledged. On Linux the data can even ' +
    'be read afterwards: recv() returns it while there is some, and 0 instead of waiting when there is none. A ' +
    'program that takes the 0 for the end stops reading; then the buffer fills, the window closes (at about 126 ' +
    'kB in one trial) and the peer hangs behind a window of 0. If the program closes with those bytes in the ' +
    'queue, the peer gets a reset.',
  onTheWire: {
    client:
      'Nothing that could be seen. Data that comes in is acknowledged as ever, until the window closes.',
    middle: 'Nothing that could be seen.',
    server:
      'Nothing that could be seen: the own data is acknowledged. Later perhaps win=0, and a reset when the client ' +
      'closes.',
  },
  clientSees: 'shutdown 0; then recv the data that is there, else 0 at once; send works as before',
  serverSees:
    'send ok; nothing tells it that nobody reads. Later EAGAIN or blocking, then recv ECONNRESET if the client ' +
    'closes',
  provenBy:
    'strace -f -e trace=shutdown on the program shows SHUT_RD. From outside only a growing Recv-Q in ss -tn on ' +
    'that host hints at it, and a reader that is merely slow would look the same; packets cannot prove it.',
  advice: [
    'If the peer is to stop, say so in the protocol, or close the connection.',
    'After SHUT_RD go on reading and throwing away, or close: bytes that stay in the queue turn the close into a ' +
      'reset.',
    'Use shutdown(SHUT_WR) to end the own sending. SHUT_RD is hardly ever what is wanted with TCP.',
  ],
  references: [
    {
      kind: 'man',
      where: 'shutdown(2)',
      says: 'SHUT_RD disallows further receptions, on the local side.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6',
      says: 'A close means “I have no more data to send”; there is no message for “I do not want to receive any more”.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp.c tcp_shutdown()',
      says: 'Does nothing unless the sending direction is being shut down.',
    },
  ],
  notMadeHereYet: true,
};
