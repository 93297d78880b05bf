import type { CaseEntry } from '../case.ts';
import type { KernelExpectation } from '../expectation.ts';
import { anyNumber, atLeast, call, client, counter, echoes, handshake, maybe } from '../steps.ts';

const echoed = [...handshake, echoes(1)];
const finRepeated = [
  ...echoed,
  client('DATA', { retransmitted: false }),
  client('DATA', { retransmitted: true, times: maybe }),
  client('FIN', { retransmitted: false }),
  client('FIN', { retransmitted: true, times: atLeast(3) }),
];
// Older kernels let the final FIN pass the congestion window.
const dataRepeated = [
  ...echoed,
  client('DATA', { retransmitted: false }),
  client('DATA', { retransmitted: true, times: atLeast(4) }),
  client('FIN', { times: anyNumber }),
];

const opening = [call('connect', '0'), call('send', 'some'), call('recv', 'some')];
const serverCalls = [
  call('accept', 'ok'),
  call('recv', 'some'),
  call('send', 'some'),
  call('poll', 'timeout', { note: 'for the server nothing has happened, and nothing ever will' }),
];
const kernel: KernelExpectation = {
  resets: [],
  counters: [
    counter('client', 'TcpExt.TCPAbortOnTimeout', 1),
    counter('client', 'TcpExt.TCPTimeouts'),
    counter('client', 'Tcp.OutRsts', 'none'),
  ],
};

export const closeCut: CaseEntry<'close-cut', 'at-once' | 'late'> = {
  id: 'close-cut',
  title: 'a program closes while the path is cut, and its kernel gives the connection up without a trace',
  phase: 'closing',
  benign: false,
  endedBy: 'client',
  about:
    'close() returns 0 at once; what is left belongs to the kernel. It keeps the connection as an orphan in FIN-WAIT-1 and ' +
    'repeats the unacknowledged data and the FIN, not for the 15 minutes of tcp_retries2 but for the shorter ' +
    'tcp_orphan_retries (0 there means 8, some 106 s). Then it drops everything: no reset, no TIME-WAIT, and nobody left ' +
    'to be told. How long the orphan lives is no constant, because the time counts from the first repetition, not from ' +
    'close(): closed at the start of an outage it stays 106 s, closed half a minute into it 78 s, and after a longer ' +
    'outage only until the next timeout. The peer sees nothing and keeps its end open for ever.',
  variants: [
    {
      name: 'at-once',
      about: 'The client writes a line just after the cut and closes at once.',
      clientSees: 'send ok, close 0: nothing looks wrong',
      serverSees: 'nothing: the connection stays established',
      expects: {
        calls: {
          client: [
            ...opening,
            call('send', 'some', { note: 'the path is already cut' }),
            call('close', '0', { note: 'says only that the kernel took it over' }),
          ],
          server: serverCalls,
        },
        wire: { client: finRepeated, middle: finRepeated, server: echoed },
        kernel,
      },
    },
    {
      name: 'late',
      about:
        'The client closes when its line has already been repeated several times. The orphan lives a shorter time, and the ' +
        'FIN is not seen: the congestion window has no room for it. Older kernels (seen on 6.1) let the last FIN ignore that ' +
        'window and send it once, with what was unsent.',
      clientSees: 'send ok, close 0: nothing looks wrong',
      serverSees: 'nothing: the connection stays established',
      expects: {
        calls: {
          client: [
            ...opening,
            call('send', 'some', { note: 'the path is already cut' }),
            call('send', 'some', { note: 'into the send buffer, not onto the wire' }),
            call('close', '0'),
          ],
          server: serverCalls,
        },
        wire: { client: dataRepeated, middle: dataRepeated, server: echoed },
        kernel,
      },
    },
  ],
  onTheWire: {
    client:
      'Closed before the first repetition: the FIN follows the data at once, and both are repeated together as one segment ' +
      'with doubling gaps. Closed later: the repetitions go on as before and no FIN appears (seen on 6.12 and ' +
      '6.18; 6.1 sends it once). In both cases silence in the end, without a reset.',
    middle: 'The client’s segments pass or end here; nothing comes back from the server.',
    server: 'Nothing after the last acknowledgement: neither the data nor the FIN.',
  },
  provenBy:
    '`ss -tanp` on the client says FIN-WAIT-1 without a process, later nothing at all, and `strace -T -e trace=close` shows that ' +
    'its close() took no time. Neither data nor FIN arrives in a capture at the server.',
  advice: [
    'Do not take close() for delivery: before closing, shutdown(SHUT_WR) and read until end of file with a deadline, or have the protocol acknowledge the last message.',
    'Let the other end find out by itself: TCP keepalive, or an idle limit in the program. It will never be told.',
    'On busy hosts lower net.ipv4.tcp_orphan_retries (3 to 5) if many FIN-WAIT-1 sockets pile up; count them with `ss -tn state fin-wait-1 | wc -l`, and watch net.ipv4.tcp_max_orphans.',
    'To be rid of an orphan at once, close with SO_LINGER {1, 0}: nothing is repeated then, and unsent data is lost on purpose.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6',
      says: 'After CLOSE everything up to and with the FIN is repeated until it is acknowledged.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_orphan_retries',
      says: 'How long a locally closed connection is repeated, counted as tcp_retries2 is.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_timer.c tcp_orphan_retries(), tcp_write_timeout()',
      says: '0 stands for 8 while the timer has not reached its maximum; after that, or after a soft error, the next expiry ends it.',
    },
    {
      kind: 'man',
      where: 'close(2), socket(7) SO_LINGER',
      says: 'Without SO_LINGER close() does not wait for the data to be delivered.',
    },
  ],
  claims: ['S20', 'S21', 'S36', 'S42'],
};
