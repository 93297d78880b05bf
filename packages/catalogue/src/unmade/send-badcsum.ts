import type { UnmadeCase } from '../case.ts';

export const sendBadcsum: UnmadeCase<'send-badcsum'> = {
  id: 'send-badcsum',
  title: 'a segment arrives with a wrong checksum, and the receiver ignores it without a word',
  phase: 'sending',
  benign: false,
  endedBy: 'path',
  about:
    'Something has changed a segment on its way: a failing network card, a switch with bad memory, a box that ' +
    'rewrites packets and forgets the checksum. The receiver’s kernel computes the checksum, finds it wrong and ' +
    'drops the segment. It does not answer, for the addresses may be what is broken. To the sender it is a loss: ' +
    'it repeats, and if the next copy is intact, nothing but time is lost. If every copy is damaged, for ' +
    'instance because one bit pattern in the data provokes it, the connection stalls and times out on what looks ' +
    'like a perfect network.',
  onTheWire: {
    client:
      'Data that is not acknowledged and is repeated. In a capture on the sender all checksums look wrong where ' +
      'the card computes them, so that says nothing.',
    middle: 'The segment passes. Behind the point of damage its checksum is wrong.',
    server: 'The segment arrives, and nothing answers it: no ACK, no duplicate ACK, no reset.',
  },
  clientSees: 'as with a lost segment: send ok, and a delay; if it goes on, ETIMEDOUT',
  serverSees: 'nothing: the data does not reach the program',
  provenBy:
    'On the receiver nstat -az TcpInCsumErrors grows with each such segment (the tracepoint skb:kfree_skb gives ' +
    'the reason TCP_CSUM), while a capture there shows the segment, with a bad checksum among good ones. A ' +
    'segment dropped by a firewall or for lack of memory has a good one.',
  advice: [
    'Find the damaged stretch: capture on both sides of each hop with tcpdump -vv, and compare the payload of ' +
      'one sequence number.',
    'Try with the card’s offloads off (ethtool -K <interface> tx off rx off). If the errors go, suspect driver ' +
      'or card.',
    'Protect what matters with a check of its own, TLS for instance: 16 bits of checksum let some damage through.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.1',
      says: 'The checksum covers header and data; the sender must compute it and the receiver must check it.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_ipv4.c tcp_v4_rcv()',
      says: 'Drops a segment with a wrong checksum and counts it in InCsumErrors.',
    },
  ],
  notMadeHereYet: true,
};
