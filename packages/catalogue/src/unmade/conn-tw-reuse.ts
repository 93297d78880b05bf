import type { UnmadeCase } from '../case.ts';

export const connTwReuse: UnmadeCase<'conn-tw-reuse'> = {
  id: 'conn-tw-reuse',
  notMadeHereYet: true,
  title: 'a SYN meets the TIME-WAIT of an earlier connection on the same ports',
  phase: 'connecting',
  benign: true,
  endedBy: 'nobody',
  about:
    'The server closed first and holds the old connection in TIME-WAIT for 60 s; meanwhile the client ' +
    'connects again from the same address and port. Linux accepts the SYN at once if it is certainly new, ' +
    'that is if its timestamp or its sequence number lies beyond what the old connection had used. Almost ' +
    'every SYN of a Linux client is, and nobody notices anything. If it is not, for example because a NAT ' +
    'mixes clients with different clocks, the server answers with an ACK of the old connection, the client ' +
    'resets that, the reset ends the TIME-WAIT, and the next SYN is accepted a second later at most. Only ' +
    'where that ACK or reset is filtered, or net.ipv4.tcp_rfc1337 is set on the server, does the client have ' +
    'to wait for the end of the TIME-WAIT or for its own timeout.',
  clientSees: 'connect 0, at worst one second late',
  serverSees: 'accept ok, nothing unusual',
  onTheWire: {
    client:
      'The end of the earlier connection, and soon after it a SYN on the same ports. Normally an ordinary ' +
      'handshake; otherwise an ACK with IP id 0 and old numbers, a reset without ACK from the client, and ' +
      'the SYN again.',
    middle: 'The same packets. Tools call it port reuse.',
    server: 'The same packets; the server was the first to send a FIN in the earlier connection.',
  },
  provenBy:
    '`ss -tan state time-wait` on the server lists the client’s address and port just before the SYN. The ' +
    'ACK of the old connection comes with IP id 0, from a TIME-WAIT entry, and TcpExtTCPSYNChallenge stands ' +
    'still (`nstat -az`); a connection that is still open challenges with an ordinary IP id and moves that ' +
    'counter.',
  advice: [
    'Nothing has to be done while connects succeed at once.',
    'Keep TCP timestamps on at both ends: they are what makes the SYN acceptable whatever its sequence number.',
    'Behind a NAT with few addresses, spread the ports or add addresses, so that the same port does not come ' +
      'back within a minute.',
    'Let the client close first where the protocol allows it: TIME-WAIT then stays with the side that opens ' +
      'connections, which is careful with its own ports.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 6191 section 2',
      says: 'When a SYN may end a TIME-WAIT, by its timestamp or its sequence number.',
    },
    {
      kind: 'rfc',
      where: 'RFC 1122 section 4.2.2.13',
      says: 'A new SYN may reopen a connection from TIME-WAIT if its sequence number is larger than the last one used.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_minisocks.c tcp_timewait_state_process',
      says: 'The decision, and the answers to a SYN that is not new enough.',
    },
  ],
};
