import type { UnmadeCase } from '../case.ts';

export const natIdleDrop: UnmadeCase<'nat-idle-drop'> = {
  id: 'nat-idle-drop',
  title: 'a NAT has forgotten the idle connection and swallows everything sent later',
  phase: 'idle',
  benign: false,
  endedBy: 'middle',
  about:
    'A NAT keeps a table of connections and deletes an entry when it has seen no packet of it for some time: ' +
    'minutes on many home routers and cloud gateways, five days by default on Linux. Neither end is told. When ' +
    'the client writes again, the NAT sees a segment of no connection that it knows, calls it invalid and drops ' +
    'it. From there on it is an outage for this one connection: the client repeats its data until its kernel ' +
    'gives up, although a new connection to the same server works at once. The server holds its end open. If it ' +
    'writes first, its segment goes to the NAT’s own address, where nobody has such a socket, and the NAT’s host ' +
    'answers with a reset.',
  onTheWire: {
    client:
      'A long silence, then data that is repeated with doubling gaps and never acknowledged. No ICMP error, no ' +
      'reset. The connection before the silence was in perfect order.',
    middle:
      'On the inner leg the repeated data; on the outer leg none of it. A segment of the server, if it sends one, ' +
      'is answered on the outer leg by a bare reset from the NAT’s address, with the TTL of the NAT itself.',
    server:
      'Nothing after the silence. Data that the server sends is answered by a bare reset (window 0, IP ID 0) that ' +
      'has more TTL left than the client’s packets used to have.',
  },
  clientSees: 'send ok, then ETIMEDOUT once (after 15 minutes by default), then EPIPE',
  serverSees: 'nothing: recv waits and ss shows ESTAB; if it sends, recv ECONNRESET',
  provenBy:
    'On the NAT, conntrack -L has no entry for the connection while both ends hold it as ESTAB in ss, and ' +
    'conntrack -E showed its [DESTROY] when the idle time was up; a cut path would have kept the entry. Captures ' +
    'on both legs show the data coming in and not going out, and a second connection to the same server gets ' +
    'through meanwhile.',
  advice: [
    'Keep the connection busy: keepalive with TCP_KEEPIDLE clearly below the shortest limit on the path. AWS ' +
      'forgets after 350 s, Azure after 4 minutes by default, so the 7200 s of Linux are far too long.',
    'Set TCP_USER_TIMEOUT (say 30000 ms), so that a forgotten connection costs seconds and not a quarter of an ' +
      'hour.',
    'Let pools drop connections that have been idle longer than the NAT remembers, instead of trying them out on ' +
      'a request.',
    'If the NAT is yours, raise nf_conntrack_tcp_timeout_established and answer unknown segments with a reset ' +
      'instead of dropping them: the client then learns of it at once.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 5382 section 5',
      says:
        'A NAT may abandon an idle established connection, but not before 2 hours and 4 minutes: the default of ' +
        'keepalive and some room.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/nf_conntrack-sysctl.rst nf_conntrack_tcp_timeout_established',
      says: 'How long an established connection without packets is remembered: 432000 seconds by default.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/nf_conntrack-sysctl.rst nf_conntrack_tcp_loose',
      says: 'Whether connections are picked up in mid-stream; with 0 a segment of a forgotten connection is invalid.',
    },
  ],
  notMadeHereYet: true,
};
