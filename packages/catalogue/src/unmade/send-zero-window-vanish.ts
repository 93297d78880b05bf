import type { UnmadeCase } from '../case.ts';

export const sendZeroWindowVanish: UnmadeCase<'send-zero-window-vanish'> = {
  id: 'send-zero-window-vanish',
  title: 'the reader stops reading and then vanishes: the window probes go unanswered',
  phase: 'sending',
  benign: false,
  endedBy: 'path',
  about:
    'First the receiving program stops reading and its kernel announces a window of 0. Then, while the sender ' +
    'waits, the path is cut or the peer’s host dies. The sender has no data in flight that could be repeated; ' +
    'all it sends are window probes, and these go unanswered now. The kernel counts them against tcp_retries2 ' +
    'and gives up with ETIMEDOUT when there have been too many. By default that is a quarter of an hour or more ' +
    'after the last answer, and no packet announces it. To the program it looks like any other timeout; the ' +
    'cause began much earlier, with the reader.',
  onTheWire: {
    client:
      'An ACK with win=0, a probe or two that are answered, then probes with doubling gaps and no answer, and ' +
      'silence at the end. One missing answer proves nothing, because answers are limited in rate; two in a row do.',
    middle: 'On the client’s side of the cut the probes go on; on the other side there is nothing any more.',
    server: 'The last packet is an ACK with win=0, or an answered probe; then nothing.',
  },
  clientSees: 'send EAGAIN or blocks while the window is 0; then recv or send ETIMEDOUT once, then EPIPE',
  serverSees: 'nothing: if its host lives, the connection stays established with a full receive queue',
  provenBy:
    'The client’s capture ends with two or more probes (no payload, sequence number one below the next) without ' +
    'an answer after an ACK with win=0, and TcpExtTCPAbortOnTimeout grew there. Answered probes would mean a ' +
    'living reader; repeated payload would mean an ordinary cut.',
  advice: [
    'Set TCP_USER_TIMEOUT if a quarter of an hour is too long, but know that it also ends connections to a ' +
      'reader that lives and is merely slow.',
    'Have a deadline in the program for every write, whatever the window says.',
    'Find out why the reader had stopped before it vanished: a host that runs out of memory often does first the ' +
      'one and then the other.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.6.1',
      says: 'Zero-window probes, their growing interval, and that answered ones keep the connection open.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_retries2',
      says: 'The limit that unanswered probes share with unanswered data.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_timer.c tcp_probe_timer()',
      says: 'Counts the probes that went unanswered and gives up without sending a reset.',
    },
  ],
  notMadeHereYet: true,
};
