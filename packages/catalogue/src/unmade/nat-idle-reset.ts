import type { UnmadeCase } from '../case.ts';

export const natIdleReset: UnmadeCase<'nat-idle-reset'> = {
  id: 'nat-idle-reset',
  title: 'a NAT or firewall has forgotten the idle connection and resets it in the server’s name',
  phase: 'idle',
  benign: false,
  endedBy: 'middle',
  about:
    'A NAT or a stateful firewall has deleted the entry of an idle connection. When the client sends again, the ' +
    'box does not know the segment and answers it with a reset that carries the server’s address. To the ' +
    'client’s program this is “connection reset by peer”, but the peer has not reset anything: its program runs, ' +
    'its socket is open and it never saw the segment. Typical are the first query of the morning over a pooled ' +
    'database connection, and load balancers with an idle limit of some minutes. Of the three ways to forget a ' +
    'connection this is the kindest, for the client learns of it at once.',
  onTheWire: {
    client:
      'A long silence, then data, then a bare reset: no ACK, window 0, no options, IP ID 0. Its TTL differs from ' +
      'that of the SYN-ACK, because it has come fewer hops.',
    middle: 'On the inner leg the data and the reset; on the outer leg neither.',
    server: 'Nothing after the silence: neither the data nor a reset. The connection looks idle.',
  },
  clientSees: 'send ok, recv ECONNRESET, then send EPIPE',
  serverSees: 'nothing: the connection stays established, recv goes on waiting',
  provenBy:
    'The reset comes with another TTL than the SYN-ACK, and a capture at the server shows neither the data nor ' +
    'the reset while ss there still shows ESTAB; the box’s table (conntrack -L) has no entry. It follows a ' +
    'silence about as long as the box’s idle limit, which sets it apart from a firewall rule that was added in ' +
    'mid-stream.',
  advice: [
    'Send keepalives more often than the box forgets: TCP_KEEPIDLE 60 to 240 suits most of them (350 s on AWS, 4 ' +
      'minutes by default on Azure).',
    'Let connection pools retire what has been idle for longer than that, or test a connection before they hand ' +
      'it out.',
    'Use keepalive or an idle limit on the server as well. It is not told, and keeps the dead connection.',
    'If the box is yours, raise its limit for established connections.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 5382 section 5',
      says: 'A NAT should remember an established connection for at least 2 hours and 4 minutes.',
    },
    {
      kind: 'rfc',
      where: 'RFC 3360',
      says: 'Why resets sent by boxes on the way do harm: the ends cannot tell them from the peer’s.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/nf_conntrack-sysctl.rst nf_conntrack_tcp_timeout_established',
      says: 'How long conntrack remembers a connection without packets: 432000 seconds by default.',
    },
  ],
  notMadeHereYet: true,
};
