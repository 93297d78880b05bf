import type { UnmadeCase } from '../case.ts';

export const closeReplyLost: UnmadeCase<'close-reply-lost'> = {
  id: 'close-reply-lost',
  title: 'a reply is lost, the reset behind it arrives, and the reply is gone for good',
  phase: 'closing',
  benign: false,
  endedBy: 'server',
  about:
    'The server answers early, for instance with HTTP 413, and closes while part of the request is still unread, ' +
    'so its kernel resets the connection. One segment is lost on the way, and it is the one with the answer. The ' +
    'reset arrives and leaves a gap in the sequence numbers. The client’s kernel does not trust such a reset and ' +
    'asks back with a challenge ACK; the server has no such connection any more and sends a second, bare reset, ' +
    'which fits. A lost segment is usually repeated, but the socket that would do it is gone. The client gets ' +
    'ECONNRESET and never learns why it was refused.',
  onTheWire: {
    client:
      'An RST with ACK whose sequence number lies beyond what has arrived; the own ACK in reply, still with the ' +
      'old number; then a bare RST with exactly that number.',
    middle:
      'Before the point of loss the answer is still there, behind it not. The rest is the same on both sides.',
    server:
      'The answer leaves, the reset follows at once; an ACK comes that does not acknowledge the answer, and a bare ' +
      'reset replies to it.',
  },
  clientSees: 'recv ECONNRESET, then 0; the answer never comes',
  serverSees: 'send ok, close 0: as if all had arrived',
  provenBy:
    'TcpExtTCPChallengeACK grows on the client, and the first reset’s sequence number lies beyond the client’s ' +
    'last ACK by just the length of the answer; a capture at the server shows the answer leaving. A forged reset ' +
    'would show no such answer there, and a living socket would ignore the challenge instead of resetting again.',
  advice: [
    'Close in stages on the server: shutdown(SHUT_WR), read and discard until 0 or a limit of some seconds, then ' +
      'close. The answer can then be repeated.',
    'Let clients ask before they send a large body: Expect: 100-continue.',
    'In the client treat a reset during an upload as “refused for an unknown reason”, not as a network fault: a ' +
      'blind repetition meets the same refusal.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9112 section 9.6',
      says: 'A server that closes at once may reset the connection before the client has its response.',
    },
    {
      kind: 'rfc',
      where: 'RFC 5961 section 3.2',
      says: 'A reset inside the window, but not at the next expected number, is answered by a challenge ACK.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6.1',
      says: 'A close with unread data should send a reset: that is what the server’s kernel did.',
    },
  ],
  notMadeHereYet: true,
};
