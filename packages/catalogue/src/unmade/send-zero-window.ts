import type { UnmadeCase } from '../case.ts';

export const sendZeroWindow: UnmadeCase<'send-zero-window'> = {
  id: 'send-zero-window',
  title: 'the reader does not read, its buffer is full, and the sender waits behind a window of 0',
  phase: 'sending',
  benign: false,
  endedBy: 'nobody',
  about:
    'The receiving program has stopped reading: it is slow, blocked, in a debugger or stopped. Its kernel goes ' +
    'on receiving until the buffer is full and then announces a window of 0. The sender may send nothing more, ' +
    'so its own buffer fills, and after that its program blocks or gets EAGAIN. The sender’s kernel asks at ' +
    'growing intervals whether there is room; as long as it is answered it never gives up, for days if need be, ' +
    'and reports no error. When the reader reads again, a window update follows at once and the data flows on. ' +
    'TCP is working as designed here; what has failed is a program.',
  onTheWire: {
    client:
      'ACKs from the server with win=0, then probes: bare ACKs of the client with a sequence number one below the ' +
      'next, gaps doubling from 0.2 s up to 120 s. Most are answered by another ACK with win=0. Some answers are ' +
      'missing without meaning anything, because the kernel limits their rate.',
    middle: 'The same packets. Both directions pass.',
    server:
      'The same packets: here the ACKs with win=0 leave, and a window update when the program reads again.',
  },
  clientSees:
    'send ok until the buffer is full, then EAGAIN, or send blocks; poll does not report OUT; no error, for ever',
  serverSees: 'nothing: its program is not reading. Afterwards recv gets everything in order',
  provenBy:
    'ss -tno on the sender shows timer:(persist,…) with a Send-Q that stays, and ss -tnp on the receiver a ' +
    'Recv-Q that stays full with the process that should read it; TcpExtTCPToZeroWindowAdv has grown there. On a ' +
    'cut path the timer would be (on,…) and the probes would have no answer.',
  advice: [
    'Look at the reader: ss -tnp names it, cat /proc/<pid>/stack or a stack dump of the program shows what it ' +
      'waits for. A deadlock where both sides write and nobody reads is the classic.',
    'Give writes a deadline of your own: if poll does not report OUT for a minute, close the connection. The ' +
      'kernel will not do it.',
    'Let the reader drain its socket independently of the work it has to do, with a bounded queue between the ' +
      'two.',
    'Larger buffers only hide it for longer.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.6.1',
      says:
        'A sender must probe a zero window, and must keep the connection open for as long as the probes are ' +
        'acknowledged.',
    },
    {
      kind: 'rfc',
      where: 'RFC 6429',
      says:
        'A program, or a system short of memory, may nevertheless close a connection that is stuck behind a zero ' +
        'window.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/snmp_counter.rst TcpExtTCPToZeroWindowAdv',
      says: 'Counts how often the announced window went from something to zero.',
    },
  ],
  notMadeHereYet: true,
};
