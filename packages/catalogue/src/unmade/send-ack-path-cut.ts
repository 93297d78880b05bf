import type { UnmadeCase } from '../case.ts';

export const sendAckPathCut: UnmadeCase<'send-ack-path-cut'> = {
  id: 'send-ack-path-cut',
  title: 'data arrives, but its acknowledgements are lost, and the sender times out on delivered data',
  phase: 'sending',
  benign: false,
  endedBy: 'path',
  about:
    'The path is cut in one direction only: the client’s segments reach the server, nothing comes back. The ' +
    'server’s program reads the data and may act on it. The client’s kernel sees no acknowledgement, repeats the ' +
    'data and finally reports ETIMEDOUT, exactly as if nothing had arrived. Asymmetric routes, a firewall that ' +
    'sees one direction only, or a half-broken link do this. The lesson is that “timed out” can mean “done”: an ' +
    'order that is repeated on a new connection is then placed twice.',
  onTheWire: {
    client:
      'The same segment again and again with doubling gaps, no acknowledgement and no error. It cannot be told ' +
      'from a path that is cut in both directions.',
    middle: 'Before the cut: data, its copies, and an ACK for each of them. Behind the cut: the data only.',
    server:
      'The data arrives, then its copies, and each is acknowledged at once; from the second on the ACK carries a ' +
      'D-SACK block that names the duplicate.',
  },
  clientSees: 'send ok, then recv or send ETIMEDOUT once (after 15 minutes by default), then EPIPE',
  serverSees: 'recv gets the data, once; then nothing, and the connection stays established',
  provenBy:
    'A capture at the server shows the data arriving and an ACK going out for each copy, and ' +
    'TcpExtTCPDSACKOldSent grows there with each copy. If the way out were cut too, neither the copies nor the ' +
    'counter would be there.',
  advice: [
    'Make requests repeatable: give each an id of its own that the server remembers, so that a second copy does ' +
      'nothing.',
    'After ETIMEDOUT ask what became of the request before sending it again.',
    'Look for the asymmetry: traceroute from both ends, reverse-path filters, a stateful firewall on one of two ' +
      'routes.',
    'Set TCP_USER_TIMEOUT and a deadline of your own. They shorten the wait, but not the doubt.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 2883 section 4',
      says: 'The D-SACK block with which a receiver reports a segment that it had already.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.3',
      says: 'The retransmission thresholds, after which the connection is closed without a word to the peer.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/snmp_counter.rst TcpExtTCPDSACKOldSent',
      says: 'Counts duplicates of acknowledged data that were answered by a D-SACK.',
    },
  ],
  notMadeHereYet: true,
};
