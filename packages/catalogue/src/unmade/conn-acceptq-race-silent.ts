import type { UnmadeCase } from '../case.ts';

export const connAcceptqRaceSilent: UnmadeCase<'conn-acceptq-race-silent'> = {
  id: 'conn-acceptq-race-silent',
  notMadeHereYet: true,
  title: 'the accept queue fills mid-handshake, so that only the client believes it is connected',
  phase: 'connecting',
  benign: false,
  endedBy: 'server',
  about:
    'A SYN found room in the accept queue, but by the time the last ACK of the handshake arrives other ' +
    'clients have filled it. The server drops that ACK, keeps the request in SYN-RECV and repeats its ' +
    'SYN-ACK. The client is ESTABLISHED: connect() succeeded, writes succeed, and the data is repeated ' +
    'without an answer. If the program accepts something in time, the next repetition finds room and ' +
    'everything heals within a fraction of a second. If not, the client ends with ETIMEDOUT, or is reset ' +
    'first, once the server has forgotten the request after about a minute.',
  clientSees: 'connect 0, send ok, then ETIMEDOUT or ECONNRESET; or all is well after a stall',
  serverSees: 'nothing until accept() makes room; then the connection as if it were new',
  onTheWire: {
    client:
      'A complete handshake; then data that is repeated at doubling gaps and never acknowledged, while the ' +
      'same SYN-ACK comes again (1 s, 3 s, 7 s and so on) and is answered with an ACK each time. No reset ' +
      'while the request lasts.',
    middle: 'The same packets in both directions: nothing is lost on the way.',
    server: 'The same packets. The ACK and the data arrive and are ignored.',
  },
  provenBy:
    'On the server TcpExtListenOverflows (`nstat -az`) grows with each ACK and each repetition of the data, ' +
    'and `ss -tan` shows the connection SYN-RECV there while the client has it ESTAB. A lost handshake ACK ' +
    'shows the same states, but that counter stands still and the ACK is absent from the server’s capture.',
  advice: [
    'See and cure what fills the queue: `ss -tln` (Recv-Q above Send-Q), a blocked accept loop, too few ' +
      'workers. Alert on TcpExtListenOverflows.',
    'Raise the backlog in both places, the argument of listen() and net.core.somaxconn, so that bursts fit.',
    'Give requests a deadline of their own in the client: a successful connect() does not mean that the ' +
      'server’s program knows of it.',
    'Do not count on connect timeouts to find an overloaded server; measure the time to the first byte of an ' +
      'answer.',
  ],
  references: [
    {
      kind: 'man',
      where: 'tcp(7) tcp_abort_on_overflow',
      says: 'Off by default: an overflow is meant to be survived by repetition.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_ipv4.c tcp_v4_syn_recv_sock',
      says: 'A full accept queue at the last ACK counts ListenOverflows and makes no socket.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_minisocks.c tcp_check_req',
      says: 'Without tcp_abort_on_overflow the request is kept and nothing is answered.',
    },
  ],
};
