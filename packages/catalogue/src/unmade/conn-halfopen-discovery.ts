import type { UnmadeCase } from '../case.ts';

export const connHalfopenDiscovery: UnmadeCase<'conn-halfopen-discovery'> = {
  id: 'conn-halfopen-discovery',
  notMadeHereYet: true,
  title: 'a restarted client reuses a port that the server still holds as connected',
  phase: 'connecting',
  benign: true,
  endedBy: 'nobody',
  about:
    'A client’s host crashed, or a NAT gave its port to somebody else, and a new connection starts from the ' +
    'same address and port as one that the server still believes in. The server does not take the SYN for a ' +
    'new one: it answers with a challenge ACK of the old connection. The client finds that this acknowledges ' +
    'nothing it has sent and resets it; that clears the old connection on the server. The client’s SYN is ' +
    'repeated after some milliseconds, at worst a second, and an ordinary handshake follows. The attempt ' +
    'succeeds; the server’s program gets ECONNRESET on the old socket, which was dead anyway. Where a ' +
    'stateful firewall swallows the challenge ACK, the same attempt ends in ETIMEDOUT instead.',
  clientSees: 'connect 0, a few milliseconds to a second late',
  serverSees: 'recv ECONNRESET on the old socket (EPIPE if it was in CLOSE-WAIT); accept ok for the new one',
  onTheWire: {
    client:
      'A SYN, answered not by a SYN-ACK but by an ACK with numbers that do not belong to it; a reset without ' +
      'ACK from the client with that ACK’s number; then the SYN again, and an ordinary handshake.',
    middle:
      'The same packets. A stateful filter that has forgotten the old connection may let the SYN pass and ' +
      'drop the challenge ACK.',
    server: 'The same packets; earlier, with a long enough capture, the old connection without its end.',
  },
  provenBy:
    'On the server TcpExtTCPSYNChallenge and TcpExtTCPChallengeACK (`nstat -az`) grow by one at the time of ' +
    'the SYN, and `ss -tn` had an ESTAB line with the client’s address and port before it. A SYN that meets ' +
    'TIME-WAIT gets an ACK with IP id 0 and moves neither counter.',
  advice: [
    'Nothing has to be done for the new connection. Log the reset of the old one at a low level and clean up ' +
      'its session.',
    'Switch keepalive on at the server: it finds dead clients before their ports come round again, and frees ' +
      'what they hold.',
    'If it ends in ETIMEDOUT, capture on both sides of the firewall: it has to let the challenge ACK and the ' +
      'reset pass.',
    'Avoid fixed client ports; with ephemeral ones the case is rare.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5.1',
      says: 'How a half-open connection is discovered by a new SYN, step by step.',
    },
    {
      kind: 'rfc',
      where: 'RFC 5961 section 4',
      says: 'A SYN on an established connection is answered with a challenge ACK.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_rcv_synsent_state_process',
      says: 'An unacceptable ACK in SYN-SENT is reset, and the SYN is repeated early.',
    },
  ],
};
