import type { UnmadeCase } from '../case.ts';

export const rstInjected: UnmadeCase<'rst-injected'> = {
  id: 'rst-injected',
  title: 'somebody on the path forges a reset with the right sequence number',
  phase: 'sending',
  benign: false,
  endedBy: 'middle',
  about:
    'A box on the path reads along: an intrusion prevention system, a censor, a provider’s filter, a parental ' +
    'control. It dislikes the connection and ends it with forged resets, often to both ends at once. Since it ' +
    'sees the sequence numbers, its resets are perfect and the kernels accept them. The data that provoked it ' +
    'still passes, for the box only listens: the server’s program may have read the request. Each program sees ' +
    '“connection reset by peer”, and neither peer did it. If only one side is reset, the other holds a dead ' +
    'connection until it sends.',
  onTheWire: {
    client:
      'Data is acknowledged, then comes a reset whose TTL and IP ID do not continue the series of the server’s ' +
      'packets. An RST with ACK, window 0 and no timestamps in mid-stream is not what Linux sends.',
    middle:
      'Between the client and the injector the reset for the client, on the other side the one for the server. The ' +
      'client’s data passes through.',
    server:
      'The data arrives and is acknowledged. A reset arrives that the client never sent, or none at all; no reset ' +
      'leaves.',
  },
  clientSees: 'recv ECONNRESET, then 0, send EPIPE',
  serverSees: 'recv the data, then ECONNRESET if it was reset too; else nothing until it sends',
  provenBy:
    'Neither host’s TcpOutRsts grew and neither’s capture has the reset going out, while each received one; its ' +
    'TTL is not that of the peer’s other packets. The data itself arrived, and that sets it apart from a ' +
    'firewall that rejects a segment and resets in its place.',
  advice: [
    'Compare captures of both ends. A reset that one end receives and the other never sent settles it, and gives ' +
      'you something to show to the owner of the box.',
    'Count the hops: the initial TTL less the one that was seen tells where on the path the injector sits.',
    'Encrypt (TLS, a VPN, QUIC): what is not seen does not trigger a content filter, and inside a tunnel nobody ' +
      'can forge.',
    'Ask for the rule or the policy behind it. Retrying meets the same box.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 3360',
      says: 'Why resets sent by boxes in the middle are harmful, and what they break.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5.3',
      says: 'A reset is valid by its sequence number alone: the kernel has nothing else to go by.',
    },
    {
      kind: 'rfc',
      where: 'RFC 5961 section 3.2',
      says: 'The number must fit exactly. That helps only against those who cannot see it.',
    },
  ],
  notMadeHereYet: true,
};
