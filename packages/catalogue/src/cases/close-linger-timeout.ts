import type { CaseEntry } from '../case.ts';
import type { Expectation } from '../expectation.ts';
import { atLeast, call, client, counter, echoes, handshake, maybe } from '../steps.ts';

const echoed = [...handshake, echoes(1)];
const finRepeated = [
  ...echoed,
  client('DATA', { retransmitted: false }),
  client('DATA', { retransmitted: true, times: maybe }),
  client('FIN', { retransmitted: false }),
  client('FIN', { retransmitted: true, times: atLeast(2) }),
];

const expects: Expectation = {
  calls: {
    client: [
      call('connect', '0'),
      call('send', 'some'),
      call('recv', 'some'),
      call('send', 'some', { note: 'the path is already cut' }),
      call('close', '0', {
        lastsMs: { min: 1900, max: 3500 },
        note: 'after two seconds, and although nothing was acknowledged',
      }),
    ],
    server: [
      call('accept', 'ok'),
      call('recv', 'some'),
      call('send', 'some'),
      call('poll', 'timeout', { note: 'for the server nothing has happened' }),
    ],
  },
  wire: { client: finRepeated, middle: finRepeated, server: echoed },
  kernel: {
    resets: [],
    counters: [
      counter('client', 'TcpExt.TCPAbortOnTimeout', 'none'),
      counter('client', 'TcpExt.TCPAbortOnData', 'none'),
      counter('client', 'Tcp.OutRsts', 'none'),
    ],
  },
};

export const closeLingerTimeout: CaseEntry<'close-linger-timeout', 'plain' | 'non-blocking'> = {
  id: 'close-linger-timeout',
  title: 'SO_LINGER makes close() wait during a cut, and it returns 0 although nothing arrived',
  phase: 'closing',
  benign: false,
  endedBy: 'client',
  about:
    'SO_LINGER with a time makes close() wait until the peer has acknowledged everything with the FIN, or until the time ' +
    'is up. During a cut the time is up, and Linux returns 0 all the same: no EWOULDBLOCK, as older books have it, no ' +
    'error at all. So the option does not tell a program whether its data arrived; it only stops the thread. After the ' +
    'return everything goes on as without it: the kernel keeps an orphan in FIN-WAIT-1 and repeats data and FIN until ' +
    'tcp_orphan_retries is used up.',
  variants: [
    {
      name: 'plain',
      about: 'SO_LINGER of 2 seconds; the client writes a line into the outage and closes.',
      clientSees: 'close blocks for 2 s and returns 0',
      serverSees: 'nothing: the connection stays established',
      expects,
    },
    {
      name: 'non-blocking',
      about:
        'The same with a non-blocking socket: close() blocks nevertheless, and an event loop stands still with it.',
      clientSees: 'close blocks for 2 s and returns 0, O_NONBLOCK or not',
      serverSees: 'nothing: the connection stays established',
      expects,
    },
  ],
  onTheWire: {
    client:
      'As close-cut: data and FIN, repeated together with doubling gaps. Nothing marks the moment in which close() returns.',
    middle: 'The client’s segments pass or end here; nothing comes back from the server.',
    server: 'Nothing after the last acknowledgement: neither the data nor the FIN.',
  },
  provenBy:
    '`strace -f -T -e trace=setsockopt,close` on the client shows SO_LINGER with a time, and a close() that takes as long and ' +
    'returns 0. `ss -tn` says FIN-WAIT-1 there, and neither data nor FIN arrives in a capture at the server.',
  advice: [
    'Do not use SO_LINGER with a time to learn whether data arrived. shutdown(SHUT_WR), then read until end of file within a deadline: end of file means that the peer has read up to the FIN and closed; or let the protocol acknowledge.',
    'Never set it in an event loop or in a thread that others wait for: O_NONBLOCK does not help. Look for it in proxies and libraries (linger, soLinger, SO_LINGER).',
    'If a thread is found standing in close() (`cat /proc/PID/task/TID/stack` as root shows sk_stream_wait_close), this option is why.',
    'SO_LINGER {1, 0} is another thing: it does not wait, it resets the connection and drops unsent data.',
  ],
  references: [
    {
      kind: 'man',
      where: 'socket(7) SO_LINGER',
      says: 'close() does not return until queued messages have been sent or the time is up; on exit(2) the waiting is left to the background.',
    },
    {
      kind: 'kernel',
      where: 'net/core/stream.c sk_stream_wait_close(), net/ipv4/tcp.c __tcp_close()',
      says: 'Waits while the connection is in FIN-WAIT-1, CLOSING or LAST-ACK; the outcome of the wait is not reported.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6',
      says: 'After CLOSE everything up to and with the FIN is repeated until it is acknowledged.',
    },
  ],
  claims: ['S36'],
};
