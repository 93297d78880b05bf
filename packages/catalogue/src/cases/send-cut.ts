import type { CaseEntry } from '../case.ts';
import { atLeast, call, client, counter, echoes, handshake } from '../steps.ts';

const echoed = [...handshake, echoes(2)];
const givenUp = [
  ...echoed,
  client('DATA', { retransmitted: false }),
  client('DATA', { retransmitted: true, times: atLeast(4) }),
];

const silentEnd = {
  resets: [],
  counters: [
    counter('client', 'TcpExt.TCPAbortOnTimeout', 1),
    counter('client', 'TcpExt.TCPTimeouts'),
    counter('client', 'Tcp.OutRsts', 'none'),
    counter('server', 'TcpExt.TCPAbortOnTimeout', 'none'),
  ],
};

const echo = [call('send', 'some'), call('recv', 'some')];
const serverCalls = [
  call('accept', 'ok'),
  call('recv', 'some'),
  call('send', 'some'),
  call('recv', 'some'),
  call('send', 'some'),
  call('poll', 'timeout', { note: 'for the server the connection is as good as ever' }),
];

export const sendCut: CaseEntry<'send-cut', 'plain' | 'blocking-recv'> = {
  id: 'send-cut',
  title: 'the path is cut while data is on its way, and the sender repeats it until its kernel gives up',
  phase: 'sending',
  benign: false,
  endedBy: 'path',
  about:
    'A cable, a route or the peer itself is gone without a word while a program is sending. TCP keeps the unacknowledged ' +
    'segment and repeats it: after about 0.2 s, then after twice as long, and so on up to every two minutes. send() only ' +
    'puts bytes into the send buffer, so it goes on succeeding all that time. With the default tcp_retries2 of 15 the ' +
    'kernel gives up after 15 to 16 minutes; it tells the program ETIMEDOUT once, sends no packet about it, and from then ' +
    'on the socket is dead: EPIPE for writes, 0 for reads. The peer, if it lives, knows nothing and keeps its end open for ' +
    'ever. The usual story: a fail-over or a dead node, and a connection pool that hangs for a quarter of an hour.',
  variants: [
    {
      name: 'plain',
      about:
        'A non-blocking echo client goes on writing lines into the outage. Every write is accepted until the kernel gives ' +
        'up; the next write meets the error.',
      clientSees: 'send ok for the whole outage, then ETIMEDOUT once, then EPIPE',
      serverSees: 'nothing: the connection stays established',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            ...echo,
            ...echo,
            call('send', 'some', { note: 'the path is already cut' }),
            call('send', 'some', { note: 'into the send buffer, not onto the wire' }),
            call('recv', 'EAGAIN'),
            call('send', 'some'),
            call('recv', 'EAGAIN'),
            call('send', 'some'),
            call('recv', 'EAGAIN'),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', {
              note: 'readable and writable: the kernel has given up',
            }),
            call('send', 'ETIMEDOUT', { note: 'told once' }),
            call('send', 'EPIPE', { note: 'only now: during the outage there is none' }),
            call('recv', '0', { note: 'looks like a clean end of file' }),
          ],
          server: serverCalls,
        },
        wire: { client: givenUp, middle: givenUp, server: echoed },
        kernel: silentEnd,
      },
    },
    {
      name: 'blocking-recv',
      about: 'The client sends one line into the outage and waits for the answer in a blocking recv().',
      clientSees: 'recv blocks for the whole outage, then ETIMEDOUT, then 0',
      serverSees: 'nothing: the connection stays established',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            ...echo,
            ...echo,
            call('send', 'some', { note: 'the path is already cut' }),
            call('recv', 'ETIMEDOUT', { note: 'reading meets the same error as writing' }),
            call('recv', '0'),
            call('send', 'EPIPE'),
          ],
          server: serverCalls,
        },
        wire: { client: givenUp, middle: givenUp, server: echoed },
        kernel: silentEnd,
      },
    },
  ],
  onTheWire: {
    client:
      'The same sequence number again and again: a tail-loss probe and the first repetition within half a second, then ' +
      'gaps that double (0.4, 0.9, 1.8 s …) up to tcp_rto_max_ms, 120 s by default. No acknowledgement, no ICMP error. ' +
      'The last repetition is followed by silence: no FIN and no reset. Lines written later never appear: the congestion ' +
      'window is one segment.',
    middle: 'The client’s segments pass or end here; nothing comes back from the server.',
    server: 'Nothing after the last acknowledgement. The connection looks idle.',
  },
  provenBy:
    'Data repeated in a capture at the client, with no long silence before it, does not arrive in one at the server, and no ICMP ' +
    'error comes back. `ss -tn` on the client says ESTAB, with room in Send-Q, until tcp_retries2 is used up (15 minutes by default), and ' +
    '`ip neigh show` says that the next hop is REACHABLE.',
  advice: [
    'Set TCP_USER_TIMEOUT (milliseconds; 20000 to 30000 suits most services) on every connection: unacknowledged data then ends it after that time instead of 15 minutes.',
    'Have a deadline for every request in the program itself, and close the connection when it passes. A write that succeeded says nothing about the peer.',
    'Exchange heartbeats over long-lived connections, and count only bytes received as a sign of life.',
    'Where the program can’t be changed, lower net.ipv4.tcp_retries2 to 8 (about 100 s): RFC 9293 asks for at least that.',
    'After ETIMEDOUT assume nothing about the last requests: the peer may have acted on them.',
    'On the other end use TCP keepalive or an idle limit as well: it is never told and would keep the connection for ever.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.3',
      says: 'Two thresholds for repetition: R1 (tell IP) and R2 (close the connection); R2 should be at least 100 seconds.',
    },
    {
      kind: 'rfc',
      where: 'RFC 6298 section 5',
      says: 'Each expiry of the retransmission timer doubles it.',
    },
    {
      kind: 'rfc',
      where: 'RFC 8985 section 7',
      says: 'The tail loss probe that repeats the last segment before the first timeout.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_retries2',
      says: 'The number stands for a time: 15 means at least 924.6 seconds of doubling timeouts from 200 ms.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_timer.c tcp_write_timeout(), tcp_write_err()',
      says: 'Reports ETIMEDOUT, or the last soft error if there is one, and sends no reset.',
    },
  ],
  claims: ['S12', 'S14', 'S16', 'S17', 'S42'],
};
