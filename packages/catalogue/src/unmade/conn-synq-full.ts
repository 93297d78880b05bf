import type { UnmadeCase } from '../case.ts';

export const connSynqFull: UnmadeCase<'conn-synq-full'> = {
  id: 'conn-synq-full',
  notMadeHereYet: true,
  title: 'the queue of unfinished handshakes is full and further SYNs are dropped',
  phase: 'connecting',
  benign: false,
  endedBy: 'server',
  about:
    'A listener keeps every SYN that it has answered until the last ACK comes. When that queue is full and ' +
    'SYN cookies are off, further SYNs are dropped without an answer and honest clients run into ETIMEDOUT. ' +
    'It is filled by a flood of SYNs from addresses that never answer, or by many honest clients to whom the ' +
    'SYN-ACKs do not get through. The room is the smallest of the backlog given to listen(), ' +
    'net.core.somaxconn and tcp_max_syn_backlog, of which the last quarter is kept for hosts known from ' +
    'before. Each abandoned handshake holds its place for about a minute. Established connections are not ' +
    'touched.',
  clientSees: 'connect ETIMEDOUT, or connect 0 some seconds late',
  serverSees: 'nothing: the queue is the kernel’s',
  onTheWire: {
    client: 'The same SYN again and again without an answer, while connections that stand already go on.',
    middle: 'SYNs pass to the server, often many from many addresses; SYN-ACKs come back for only a few.',
    server:
      'SYNs arrive and most get nothing. SYN-ACKs to the same few addresses are repeated at 1, 3, 7 s ' +
      'without an ACK.',
  },
  provenBy:
    'On the server TcpExtListenDrops (`nstat -az`) grows with each SYN while TcpExtListenOverflows stands ' +
    'still, and `ss -tn state syn-recv` is as long as the backlog. A full accept queue moves both counters ' +
    'and shows Recv-Q above Send-Q in `ss -tln`.',
  advice: [
    'Set net.ipv4.tcp_syncookies to 1, its default: a full queue then turns nobody away.',
    'Look who fills it: `ss -tn state syn-recv`. Random addresses are a flood, to be filtered upstream; your ' +
      'own clients mean that SYN-ACKs get lost on the way back.',
    'Raise the backlog of listen(), net.core.somaxconn and net.ipv4.tcp_max_syn_backlog together; the ' +
      'smallest wins.',
    'Lower net.ipv4.tcp_synack_retries to 2 during a flood: abandoned handshakes then leave after some 7 s.',
  ],
  references: [
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_conn_request',
      says:
        'Drops the SYN when the request queue is full, or nearly full and the peer unknown, and no cookie may ' +
        'be sent.',
    },
    {
      kind: 'man',
      where: 'listen(2), tcp(7) tcp_max_syn_backlog',
      says: 'What bounds the queue of incomplete connections.',
    },
    {
      kind: 'rfc',
      where: 'RFC 4987 sections 2 and 3',
      says: 'How SYN floods work and what is done against them.',
    },
  ],
};
