import type { UnmadeCase } from '../case.ts';

export const closeTwRst: UnmadeCase<'close-tw-rst'> = {
  id: 'close-tw-rst',
  title: 'a stray segment or a reset reaches a socket in TIME-WAIT',
  phase: 'closing',
  benign: true,
  endedBy: 'server',
  about:
    'The connection has been closed in order, and the server, who closed first, keeps it in TIME-WAIT for a ' +
    'minute. Now an old duplicate arrives, or a segment of somebody who has not understood that it is over. The ' +
    'kernel answers it with an ACK that says what it expects. The client has no such connection any more and ' +
    'answers that ACK with a reset, and the reset ends the TIME-WAIT before its time: this is the ' +
    '“assassination” of RFC 1337. Nothing of the programs’ data is lost; the risk is a remote one: with ' +
    'TIME-WAIT gone, an old duplicate could fall into a new connection on the same ports. With tcp_rfc1337 set ' +
    'to 1 Linux ignores the reset and keeps the state.',
  onTheWire: {
    client:
      'Both FINs are acknowledged; then an old segment goes out, an ACK comes back (IP ID 0), and a bare RST ' +
      'answers it.',
    middle: 'The same packets, after a complete close.',
    server:
      'After the complete close a stray segment comes in; an ACK with IP ID 0 leaves, then a bare RST arrives.',
  },
  clientSees: 'nothing: it has closed',
  serverSees: 'nothing: it has closed',
  provenBy:
    'All of it comes after both FINs have been acknowledged, and ss -tan on the server shows the TIME-WAIT ' +
    'before the reset and not after it, though its minute is not over. With tcp_rfc1337=1 the entry stays.',
  advice: [
    'Do not count these resets as failures: after both FINs were acknowledged, a reset ends nothing.',
    'Set net.ipv4.tcp_rfc1337 to 1 where ports are reused fast over long paths. It costs nothing but the minute.',
    'If stray data comes often after the close, look for a box on the way that repeats packets, or a program ' +
      'that does not notice the end.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 1337',
      says: 'How a reset ends TIME-WAIT too early, what that can break, and that ignoring such resets helps.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_rfc1337',
      says: 'With 1, resets in TIME-WAIT are dropped.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_minisocks.c tcp_timewait_state_process()',
      says: 'What TIME-WAIT does with each kind of segment.',
    },
  ],
  notMadeHereYet: true,
};
