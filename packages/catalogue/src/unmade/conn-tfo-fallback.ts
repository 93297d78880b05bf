import type { UnmadeCase } from '../case.ts';

export const connTfoFallback: UnmadeCase<'conn-tfo-fallback'> = {
  id: 'conn-tfo-fallback',
  notMadeHereYet: true,
  title: 'a SYN with Fast Open data is dropped, and a plain one gets through later',
  phase: 'connecting',
  benign: true,
  endedBy: 'nobody',
  about:
    'With TCP Fast Open a client that holds a cookie from an earlier visit sends its first data in the SYN. ' +
    'Some firewalls drop SYNs with payload or with an option that they do not know. Nothing comes back, so ' +
    'after a second the kernel repeats the SYN without data and without the option; that one gets through, ' +
    'and the data follows after the handshake. The program sees a connection that took a second longer, or a ' +
    'blocking sendto(MSG_FASTOPEN) of just over a second. It happens on the second visit to a server, not on ' +
    'the first, which had no cookie. Linux can stop trying for a while after such failures ' +
    '(tcp_fastopen_blackhole_timeout_sec).',
  clientSees: 'sendto(MSG_FASTOPEN) or connect ok, about 1 s late',
  serverSees: 'accept ok, recv ok: it cannot know that it was late',
  onTheWire: {
    client:
      'A SYN with payload and a Fast Open cookie (option 34), a second of silence, then the SYN again with ' +
      'the same sequence number, no payload and no cookie; an ordinary handshake, and the data in a segment ' +
      'of its own.',
    middle: 'In front of the filter both SYNs; behind it only the plain one.',
    server: 'Only the plain SYN and an ordinary handshake.',
  },
  provenBy:
    'On the client TcpExtTCPFastOpenActiveFail (`nstat -az`) grows with each such connection, and its ' +
    'capture has a first SYN with payload that the server’s capture lacks. A merely lost SYN is repeated ' +
    'too, but does not come back on every visit to that server.',
  advice: [
    'Find and correct the filter that drops SYNs with data: a capture on each side of it shows the first SYN ' +
      'disappear.',
    'Switch Fast Open off for clients behind such a network: net.ipv4.tcp_fastopen with its client bit (1) ' +
      'cleared, or no TCP_FASTOPEN_CONNECT in the program.',
    'Set net.ipv4.tcp_fastopen_blackhole_timeout_sec above 0, so that the kernel itself pauses Fast Open ' +
      'after it has noticed.',
    'Send only data that may arrive twice in the SYN: a duplicated SYN can deliver it again.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 7413 sections 4.1.3 and 4.2',
      says: 'The client falls back to an ordinary handshake when a SYN with data is not answered.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_fastopen, tcp_fastopen_blackhole_timeout_sec',
      says: 'Who may use Fast Open, and for how long it is paused after trouble.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_fastopen.c tcp_fastopen_active_disable',
      says: 'Counts the trouble and pauses Fast Open for the host.',
    },
  ],
};
