import type { CaseEntry } from '../case.ts';
import {
  anyOrder,
  atLeast,
  between,
  call,
  client,
  counter,
  echoes,
  handshake,
  icmp,
  server,
} from '../steps.ts';

const echoed = [...handshake, echoes(1)];
const refused = [
  ...echoed,
  client('DATA', { retransmitted: false }),
  anyOrder(
    client('DATA', { retransmitted: true, times: atLeast(6) }),
    icmp('ICMP-HOST-UNREACHABLE', { times: atLeast(6) }),
  ),
];
const refusedThenHealed = [
  ...echoed,
  client('DATA', { retransmitted: false }),
  anyOrder(
    client('DATA', { retransmitted: true, times: atLeast(2) }),
    icmp('ICMP-HOST-UNREACHABLE', { times: atLeast(3) }),
  ),
  server('DATA'),
];

export const sendCutIcmp: CaseEntry<'send-cut-icmp', 'plain' | 'lifted'> = {
  id: 'send-cut-icmp',
  title: 'a router answers data of an open connection with ICMP host unreachable until the sender gives up',
  phase: 'sending',
  benign: false,
  endedBy: 'middle',
  about:
    'The path breaks and a router says so: every segment is answered with an ICMP destination unreachable. During connect ' +
    'that would end the attempt at once; on an established connection it is only a hint, because routes come back and ' +
    'because ICMP is easily forged. The kernel notes it as a soft error and goes on repeating for as long as tcp_retries2 ' +
    'says. Two things differ from a silent cut. Each net or host unreachable takes back one doubling of the timer, so the ' +
    'repetitions keep a constant pace of about 0.2 s, and the healed path is found at once. And the error reported at the ' +
    'end is that of the last ICMP message, EHOSTUNREACH, not ETIMEDOUT. Reading SO_ERROR meanwhile returns the soft error ' +
    'and clears it, although nothing has failed yet.',
  variants: [
    {
      name: 'plain',
      about:
        'The router refuses for good. The client asks for SO_ERROR twice during the outage and then waits for the end.',
      clientSees:
        'SO_ERROR EHOSTUNREACH while the connection lives; at the end recv EHOSTUNREACH, then EPIPE',
      serverSees: 'nothing: the connection stays established',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('recv', 'some'),
            call('send', 'some'),
            call('getsockopt', 'EHOSTUNREACH', {
              what: 'SO_ERROR',
              note: 'a soft error: nothing has failed',
            }),
            call('getsockopt', '0', { what: 'SO_ERROR', note: 'reading it cleared it' }),
            call('poll', 'ready OUT', { note: 'poll does not show soft errors' }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', { note: 'given up' }),
            call('recv', 'EHOSTUNREACH', { note: 'the last soft error instead of ETIMEDOUT; told once' }),
            call('send', 'EPIPE'),
            call('recv', '0'),
          ],
          server: [
            call('accept', 'ok'),
            call('recv', 'some'),
            call('send', 'some'),
            call('poll', 'timeout', { note: 'for the server nothing has happened' }),
          ],
        },
        wire: { client: refused, middle: refused, server: echoed },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'Icmp.InDestUnreachs'),
            counter('client', 'TcpExt.TCPAbortOnTimeout', 1),
            counter('client', 'Tcp.OutRsts', 'none'),
          ],
        },
      },
    },
    {
      name: 'lifted',
      about: 'The router lets packets through again before the sender gives up: the connection goes on.',
      clientSees: 'SO_ERROR EHOSTUNREACH once, then recv some as if nothing had been',
      serverSees: 'recv some, a little late',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('recv', 'some'),
            call('send', 'some'),
            call('getsockopt', 'EHOSTUNREACH', { what: 'SO_ERROR' }),
            call('recv', 'some', { note: 'the connection outlived the error' }),
            call('getsockopt', '0', {
              what: 'SO_ERROR',
              note: 'an acknowledgement clears the soft error too',
            }),
          ],
          server: [
            call('accept', 'ok'),
            call('recv', 'some'),
            call('send', 'some'),
            call('recv', 'some'),
            call('send', 'some'),
          ],
        },
        wire: {
          client: refusedThenHealed,
          middle: refusedThenHealed,
          server: [...echoed, client('DATA', { times: between(1, 2) }), server('DATA')],
        },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'Icmp.InDestUnreachs'),
            counter('client', 'TcpExt.TCPAbortOnTimeout', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'Each repetition of the data is followed within a round trip by an ICMP destination unreachable (type 3, code 1) from ' +
      'a router, quoting the segment. The repetitions come at a constant pace instead of doubling gaps. At the end silence: ' +
      'no reset.',
    middle: 'The router takes the client’s segments in and sends the ICMP errors itself.',
    server: 'Nothing after the last acknowledgement.',
  },
  provenBy:
    'IcmpInDestUnreachs on the client grows with the repetitions (`nstat -az`), and its program is told EHOSTUNREACH in the end. ' +
    'A capture at the client shows type 3, code 1 from a router behind each copy, and gaps that do not double.',
  advice: [
    'Treat EHOSTUNREACH and ENETUNREACH on an open connection as ETIMEDOUT: the peer may have acted on the last request.',
    'Do not call getsockopt(SO_ERROR) to ask whether an established connection is alive: it returns soft errors of living connections and takes the reason away from the call that would report it.',
    'An error does not come sooner because a router complains: set TCP_USER_TIMEOUT or a deadline as for a silent cut.',
    'Find the router from the source address of the ICMP packets (`tcpdump -ni any icmp`); nstat -az IcmpInDestUnreachs counts them.',
    'Do not filter ICMP unreachables on the way to the sender: with them a healed path is used again within a fraction of a second.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.9.2.2',
      says: 'Unreachable codes 0, 1 and 5 are soft errors: the connection must not be aborted, the application should be able to learn of them.',
    },
    {
      kind: 'rfc',
      where: 'RFC 6069 section 4',
      says: 'A net or host unreachable that quotes a repeated segment shows a broken path, not congestion, so one doubling of the timer is undone.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_ipv4.c tcp_v4_err(), tcp_ld_RTO_revert()',
      says: 'Stores the soft error and takes back the doubling.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst icmp_ratelimit',
      says: 'A Linux router sends at most one such error a second to each peer by default, so some repetitions go unanswered.',
    },
  ],
  claims: ['S17'],
};
