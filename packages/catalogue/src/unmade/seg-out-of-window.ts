import type { UnmadeCase } from '../case.ts';

export const segOutOfWindow: UnmadeCase<'seg-out-of-window'> = {
  id: 'seg-out-of-window',
  title: 'a segment that is too old or outside the window is dropped and answered by an ACK',
  phase: 'sending',
  benign: true,
  endedBy: 'nobody',
  about:
    'A segment arrives that does not fit: its sequence number lies outside the receive window, or its timestamp ' +
    'is older than one already seen (PAWS). It may be a late duplicate, a copy by a box on the way, a forged ' +
    'segment, or a retransmission of something acknowledged long ago. The receiver drops it and sends an ACK ' +
    'that says what it expects; a sender that lives and is in step ignores that. The connection goes on, and no ' +
    'program notices. It becomes a failure only if it concerns everything that one side sends, for instance ' +
    'because a firewall rewrites sequence numbers in one direction only: then no data gets through any more.',
  onTheWire: {
    client:
      'An ACK comes that acknowledges nothing new, as the answer to a segment that this host may not even have ' +
      'sent.',
    middle: 'The odd segment in one direction, the duplicate ACK in the other.',
    server:
      'A segment with an old timestamp or a number outside the window arrives; the same ACK as before leaves ' +
      'again, and the program gets nothing.',
  },
  clientSees: 'nothing',
  serverSees: 'nothing: the segment’s bytes do not reach the program',
  provenBy:
    'On the receiver TcpExtPAWSEstab counts segments with an old timestamp and TcpExtBeyondWindow those beyond ' +
    'the window (newer kernels); the tracepoint skb:kfree_skb gives RFC7323_PAWS or a reason with ' +
    'INVALID_SEQUENCE or INVALID_END_SEQUENCE. A plain duplicate of delivered data is answered by a D-SACK and ' +
    'counts in TcpExtTCPDSACKOldSent instead.',
  advice: [
    'Single ones need nothing to be done.',
    'If they come in masses, compare the captures of both ends: a box that changes sequence numbers or ' +
      'timestamps shows as a difference.',
    'Leave tcp_timestamps on: without them an old duplicate whose number fits the window passes for new data.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.10.7.4',
      says: 'The first check on an arriving segment: if its sequence numbers are not acceptable, send an ACK and drop it.',
    },
    {
      kind: 'rfc',
      where: 'RFC 7323 section 5',
      says: 'PAWS: a segment with a timestamp older than the last one is dropped and answered by an ACK.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_invalid_ratelimit',
      says: 'Limits the ACKs that answer invalid segments.',
    },
  ],
  notMadeHereYet: true,
};
