import type { CaseEntry } from '../case.ts';
import { atLeast, call, client, counter, echoes, handshake } from '../steps.ts';

const echoed = [...handshake, echoes(1)];
const repeated = [
  ...echoed,
  client('DATA', { retransmitted: false }),
  client('DATA', { retransmitted: true, times: atLeast(3) }),
];

export const sendKeepaliveUseless: CaseEntry<'send-keepalive-useless', 'plain'> = {
  id: 'send-keepalive-useless',
  title: 'keepalive is set short, but data is unacknowledged and so it never probes',
  phase: 'sending',
  benign: false,
  endedBy: 'path',
  about:
    'The program has done its homework and set SO_KEEPALIVE with short times, and a cut path still takes a quarter of an ' +
    'hour to be noticed. Keepalive asks whether an idle peer is alive; as long as sent data is unacknowledged the ' +
    'connection is not idle, the retransmission timer is in charge, and no probe is sent. So tcp_retries2 decides when the ' +
    'program is told, not TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT. The usual story: a client whose last request ' +
    'went out just as the network broke, while its idle neighbours in the pool were found dead within seconds.',
  variants: [
    {
      name: 'plain',
      about:
        'Keepalive would give up after 1 + 1 × 2 = 3 seconds. With one line unacknowledged the connection lives as long ' +
        'as tcp_retries2 lets it, and no probe is seen.',
      clientSees: 'recv ETIMEDOUT, but only when tcp_retries2 is used up; then send EPIPE, recv 0',
      serverSees: 'nothing: the connection stays established',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('recv', 'some'),
            call('send', 'some', { note: 'the path is already cut' }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', { note: 'long after keepalive would have ended it' }),
            call('recv', 'ETIMEDOUT', { note: 'told once' }),
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
        wire: { client: repeated, middle: repeated, server: echoed },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'TcpExt.TCPKeepAlive', 'none'),
            counter('client', 'TcpExt.TCPAbortOnTimeout', 1),
            counter('client', 'Tcp.OutRsts', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'Only repeated data with doubling gaps: not one empty probe with a sequence number one below the next. At the end ' +
      'silence; a keepalive that gives up would send a reset.',
    middle: 'The client’s segments pass or end here; nothing comes back from the server.',
    server: 'Nothing after the last acknowledgement.',
  },
  provenBy:
    'Healthy idle connections of the program show timer:(keepalive,…) in `ss -tno`, but this one shows timer:(on,…) and the last ' +
    'request in Send-Q, ESTAB, until tcp_retries2 is used up. TcpExtTCPKeepAlive on the client stands still meanwhile.',
  advice: [
    'Set TCP_USER_TIMEOUT beside keepalive: keepalive covers the idle connection, the user timeout covers the one with data in flight. Choose it a little below KEEPIDLE + KEEPINTVL × KEEPCNT.',
    'In the program have a deadline for every request and close the connection when it passes: no socket option replaces it.',
    'With `ss -tno` see which timer runs: on is retransmission, keepalive is keepalive; only one of them at a time.',
    'Do not test dead-peer detection only on idle connections: cut the path once with a request in flight.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.4',
      says: 'Keep-alives may be sent only when no sent data is outstanding and nothing has been received for the interval.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_timer.c tcp_keepalive_timer()',
      says: 'With packets outstanding or data unsent the timer is only set again, without a probe.',
    },
    {
      kind: 'man',
      where: 'tcp(7) TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT',
      says: 'The three times, for an idle connection.',
    },
    {
      kind: 'man',
      where: 'tcp(7) TCP_USER_TIMEOUT',
      says: 'Limits unacknowledged data, and with keepalive overrides when an idle connection is given up.',
    },
  ],
  claims: [],
};
