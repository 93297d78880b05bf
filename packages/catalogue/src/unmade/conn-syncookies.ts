import type { UnmadeCase } from '../case.ts';

export const connSyncookies: UnmadeCase<'conn-syncookies'> = {
  id: 'conn-syncookies',
  notMadeHereYet: true,
  title: 'the queue of unfinished handshakes is full, but SYN cookies let clients in',
  phase: 'connecting',
  benign: true,
  endedBy: 'nobody',
  about:
    'The queue of unfinished handshakes is full, by a flood or by a burst, and SYN cookies are on. The ' +
    'server then answers further SYNs without storing anything: what it has to remember is folded into the ' +
    'sequence number of the SYN-ACK, and the client’s ACK brings it back. To the client it is an ordinary ' +
    'handshake, at ordinary speed. Two things are weaker: a SYN-ACK that gets lost is not repeated by the ' +
    'server, and if the client uses no timestamps, window scaling and SACK cannot be remembered. The kernel ' +
    'logs "Possible SYN flooding on port" once per listener. No connection fails because of it; what filled ' +
    'the queue deserves a look.',
  clientSees: 'connect 0, nothing unusual',
  serverSees: 'accept ok, nothing unusual',
  onTheWire: {
    client: 'An ordinary handshake and ordinary data.',
    middle: 'An ordinary handshake, perhaps among many SYNs whose SYN-ACKs nobody answers.',
    server:
      'The same. SYN-ACKs that stem from a cookie are sent once and never repeated; nothing else marks them.',
  },
  provenBy:
    'On the server TcpExtSyncookiesSent and TcpExtTCPReqQFullDoCookies grow (`nstat -az`), and ' +
    'TcpExtSyncookiesRecv with each client that got in. The kernel log has a line "Possible SYN flooding on ' +
    'port" that ends in "Sending cookies."',
  advice: [
    'Leave net.ipv4.tcp_syncookies at 1. At 2 it always sends cookies, which is meant for tests.',
    'If no attack is going on, the queue is too small for your bursts: raise the backlog of listen(), ' +
      'net.core.somaxconn and net.ipv4.tcp_max_syn_backlog.',
    'Keep TCP timestamps on at both ends (net.ipv4.tcp_timestamps): with them the options survive a cookie.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 4987 section 3.6',
      says: 'How SYN cookies work and what they cost.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_syncookies',
      says: 'A fallback for an overflowing queue, not a means against high load.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/syncookies.c',
      says: 'How the options are kept in the timestamp of the SYN-ACK.',
    },
  ],
};
