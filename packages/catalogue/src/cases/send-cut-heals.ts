import type { CaseEntry } from '../case.ts';
import { atLeast, between, call, client, counter, echoes, handshake, server } from '../steps.ts';

const stalled = [
  ...handshake,
  echoes(1),
  client('DATA', { retransmitted: false }),
  client('DATA', { retransmitted: true, times: atLeast(3) }),
  client('DATA', { retransmitted: false, times: between(1, 2) }),
  server('DATA'),
];

export const sendCutHeals: CaseEntry<'send-cut-heals', 'plain'> = {
  id: 'send-cut-heals',
  title: 'the path is cut while data is on its way and comes back before the sender gives up',
  phase: 'sending',
  benign: true,
  endedBy: 'nobody',
  about:
    'The network loses everything for a while and then works again: a link flaps, a route converges, a virtual machine is ' +
    'moved. TCP was made for this. The sender repeats the first unacknowledged segment with growing gaps; the first ' +
    'repetition after the repair gets through, its acknowledgement opens the window, and everything written meanwhile ' +
    'follows. No call fails. What a program notices is a stall, and it is longer than the outage: the sender waits for its ' +
    'next timeout, so an outage of 10 seconds can stall it for 15, and one of 65 seconds for two minutes.',
  variants: [
    {
      name: 'plain',
      about:
        'The client writes a line into the outage and two more after it. The path returns, and the server reads all three ' +
        'and answers.',
      clientSees: 'send ok, recv some: only later than usual',
      serverSees: 'recv some: all lines, in order, none twice',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('recv', 'some'),
            call('send', 'some', { times: { min: 3, max: 3 }, note: 'accepted although the path is cut' }),
            call('recv', 'some', { note: 'the answer, after the stall' }),
            call('poll', 'ready OUT'),
          ],
          server: [
            call('accept', 'ok'),
            call('recv', 'some'),
            call('send', 'some'),
            call('recv', 'some', { times: between(1, 3), note: 'nothing is missing' }),
            call('send', 'some'),
          ],
        },
        wire: {
          client: stalled,
          middle: stalled,
          server: [...handshake, echoes(1), client('DATA', { times: between(2, 3) }), server('DATA')],
        },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'TcpExt.TCPTimeouts'),
            counter('client', 'TcpExt.TCPAbortOnTimeout', 'none'),
            counter('client', 'Tcp.OutRsts', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'One segment repeated with doubling gaps, then an acknowledgement one round trip after the last repetition, then the ' +
      'lines that had waited, in one segment, and normal traffic.',
    middle: 'The same; the repetitions before the repair end here.',
    server: 'A silence, then the missing data in order. From here it looks as if the client had paused.',
  },
  provenBy:
    'TcpExtTCPTimeouts on the client grew during the silence (`nstat -az`), and a capture there shows the repetitions leaving, ' +
    'at doubling gaps and without ICMP errors. The first acknowledgement afterwards has no D-SACK block: the data had not arrived before.',
  advice: [
    'Decide how long a stall the program can bear and set request deadlines and TCP_USER_TIMEOUT above the outages that should be survived, below those that should not.',
    'Do not shorten timeouts to a second or two: a connection that would have healed by itself is then torn down and every peer reconnects at once.',
    'To find such stalls, watch TcpExtTCPTimeouts (`nstat -az TcpExtTCPTimeouts`), and `ss -ti` for backoff: and rto:.',
    'Kernels that have net.ipv4.tcp_rto_max_ms (or the socket option TCP_RTO_MAX_MS) can cap the gap, so that a healed path is noticed within seconds.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.1',
      says: 'Unacknowledged data is repeated until it is acknowledged or the connection is given up.',
    },
    {
      kind: 'rfc',
      where: 'RFC 6298 section 5',
      says: 'The timer doubles with every expiry: why the stall outlasts the outage.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_rto_max_ms',
      says: 'The upper limit of the retransmission timeout, 120000 by default.',
    },
  ],
  claims: ['S13'],
};
