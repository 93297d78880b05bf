import type { UnmadeCase } from '../case.ts';

export const sendZeroWindowUserTimeout: UnmadeCase<'send-zero-window-user-timeout'> = {
  id: 'send-zero-window-user-timeout',
  title: 'TCP_USER_TIMEOUT gives up a reader that is alive and only slow',
  phase: 'sending',
  benign: false,
  endedBy: 'client',
  about:
    'The receiver has stopped reading for a while and announces a window of 0. Its kernel lives and answers the ' +
    'sender’s window probes. Without further ado this could last for ever, but the sender has set ' +
    'TCP_USER_TIMEOUT: on Linux that time also counts while data waits behind a closed window. When it has ' +
    'passed, the sender’s kernel ends the connection with ETIMEDOUT although the network and the peer are ' +
    'healthy. No packet tells the peer. It finds out when it reads again: its window update meets no socket any ' +
    'more and is answered by a reset.',
  onTheWire: {
    client:
      'An ACK with win=0, then probes with doubling gaps that are answered with win=0 (not every one: answers are ' +
      'limited in rate), then silence: no FIN, no reset. If the reader comes back later, its window update is ' +
      'answered by a bare reset.',
    middle: 'The same packets, in both directions.',
    server:
      'Probes arrive and are answered with win=0, until none comes any more. When the program reads at last, a ' +
      'window update goes out; the client knows no such connection and answers it with a bare reset.',
  },
  clientSees: 'send EAGAIN or blocks, then recv or send ETIMEDOUT once, then EPIPE',
  serverSees:
    'nothing at first: ESTAB with data in Recv-Q; when it reads, it gets these data, then recv ECONNRESET',
  provenBy:
    'The last probes were answered with win=0, so the peer was alive, and the time from the closing of the ' +
    'window to ETIMEDOUT is the value that strace -e trace=setsockopt shows for TCP_USER_TIMEOUT on the client. ' +
    'Without the option the kernel never gives up while probes are answered.',
  advice: [
    'Set TCP_USER_TIMEOUT longer than the longest pause that a healthy reader makes: 30 s and more for peers ' +
      'that write to disks or wait for locks.',
    'Make the reader drain its socket while it works; then the window stays open and the timeout measures the ' +
      'network only.',
    'Treat ETIMEDOUT as “perhaps delivered”: everything up to the closed window was acknowledged and will be ' +
      'read.',
    'Do not let the reader act on half a message: what it finds in its buffer ends where the window closed.',
  ],
  references: [
    {
      kind: 'man',
      where: 'tcp(7) TCP_USER_TIMEOUT',
      says:
        'The longest time that data may stay unacknowledged, or unsent because of a zero window, before the ' +
        'connection is closed.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.6.1',
      says: 'By itself a sender keeps a connection open while its window probes are answered.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_timer.c tcp_probe_timer()',
      says: 'Checks the user timeout against the time since the window closed, whether the probes are answered or not.',
    },
  ],
  notMadeHereYet: true,
};
