import type { CaseEntry } from '../case.ts';
import { atLeast, call, client, counter, server } from '../steps.ts';

const unanswered = [client('SYN'), client('SYN', { retransmitted: true, times: atLeast(1) })] as const;
const answeredLate = [...unanswered, server('SYN-ACK'), client('HANDSHAKE-ACK')] as const;

export const connAcceptqFull: CaseEntry<'conn-acceptq-full', 'plain' | 'drains'> = {
  id: 'conn-acceptq-full',
  title: 'the accept queue is full, and the server drops new SYNs without a word',
  phase: 'connecting',
  benign: false,
  endedBy: 'server',
  about:
    'Finished handshakes wait in the listener’s accept queue until the program calls accept(). The queue holds one more ' +
    'than the backlog given to listen(), capped by net.core.somaxconn. While it is full the kernel ignores SYNs: no ' +
    'SYN-ACK, no reset, nothing in a log. The client’s kernel repeats the SYN a second later; either there is room by ' +
    'then, and the program sees a connect that took a suspiciously exact one second (or two, or three), or it ends in ' +
    'ETIMEDOUT. tcp_abort_on_overflow does not change this: it speaks only for a handshake whose last ACK finds the ' +
    'queue full (conn-acceptq-race-reset). The lab switches it on to show that even then a SYN gets no answer.',
  variants: [
    {
      name: 'plain',
      about:
        'Backlog 1, and two other clients that nobody accepts fill the queue. The third connects until its kernel gives up.',
      clientSees: 'connect ETIMEDOUT',
      serverSees: 'nothing: it makes no call, and that is the trouble',
      expects: {
        calls: {
          client: [call('connect', 'ETIMEDOUT')],
          server: [],
        },
        wire: { client: unanswered, middle: unanswered, server: unanswered },
        kernel: {
          resets: [],
          counters: [
            counter('server', 'TcpExt.ListenOverflows'),
            counter('server', 'TcpExt.ListenDrops'),
            counter('server', 'Tcp.PassiveOpens', 2),
            counter('server', 'Tcp.OutRsts', 'none'),
            counter('client', 'TcpExt.TCPSynRetrans'),
            counter('client', 'TcpExt.TCPAbortOnTimeout', 1),
          ],
        },
      },
    },
    {
      name: 'drains',
      about:
        'As before, but after the first SYN was dropped the server accepts what waits. The second SYN finds room.',
      clientSees: 'connect 0, one second late',
      serverSees: 'accept ok three times; that a client had to wait it cannot know',
      expects: {
        calls: {
          client: [
            call('connect', '0', { note: 'after a repeated SYN: about 1 s more than the round trip' }),
          ],
          server: [call('accept', 'ok', { note: 'the third; the two before it were other clients’' })],
        },
        wire: { client: answeredLate, middle: answeredLate, server: answeredLate },
        kernel: {
          resets: [],
          counters: [
            counter('server', 'TcpExt.ListenOverflows'),
            counter('server', 'Tcp.PassiveOpens', 3),
            counter('client', 'TcpExt.TCPSynRetrans'),
            counter('client', 'TcpExt.TCPAbortOnTimeout', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client: 'The same SYN again and again without an answer; or a SYN-ACK at last, after one of the repeats.',
    middle: 'The SYNs pass; nothing comes back.',
    server:
      'The SYNs arrive and nothing leaves, not even a reset, while older connections to the same port go on.',
  },
  provenBy:
    'TcpExtListenOverflows on the server grows with every SYN (`nstat -az`), and `ss -tln` shows Recv-Q above Send-Q for the ' +
    'listener.',
  advice: [
    'See it: `ss -tln` on the server. For a listener Recv-Q is what waits and Send-Q the backlog; Recv-Q above Send-Q means full at this moment. `nstat -az TcpExtListenOverflows TcpExtListenDrops` tells whether it ever happened; alert on it.',
    'Cure the cause first: accept faster (a thread that only accepts, more workers, SO_REUSEPORT listeners), or find what blocks the accept loop.',
    'Then raise the backlog for bursts, in both places: the number given to listen() (Java’s ServerSocket asks for 50, Node and nginx for 511 unless told otherwise) and net.core.somaxconn (4096 since Linux 5.4, 128 before), which caps it silently.',
    'Leave tcp_abort_on_overflow at 0: it does not help here, and where it does act it turns a short burst into broken connections.',
    'Watch connect times of 1, 2 or 3 s plus a round trip in client metrics: they are repeated SYNs.',
  ],
  references: [
    {
      kind: 'man',
      where: 'listen(2) DESCRIPTION, NOTES',
      says: 'When the queue is full the request may be ignored so that a later attempt succeeds; the backlog is capped by somaxconn.',
    },
    {
      kind: 'man',
      where: 'tcp(7) tcp_abort_on_overflow',
      says: 'Off by default, so that connections survive a burst; switching it on can harm clients.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_conn_request',
      says: 'A SYN that finds the accept queue full counts ListenOverflows and ListenDrops and is dropped, before any reset could be thought of.',
    },
    {
      kind: 'kernel',
      where: 'include/net/sock.h sk_acceptq_is_full',
      says: 'Full means more than the backlog, so backlog plus one connections fit.',
    },
  ],
  claims: ['S06'],
};
