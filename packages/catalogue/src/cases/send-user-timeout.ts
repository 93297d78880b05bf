import type { CaseEntry } from '../case.ts';
import { atLeast, call, client, counter, echoes, handshake } from '../steps.ts';

const echoed = [...handshake, echoes(1)];
const repeated = [
  ...echoed,
  client('DATA', { retransmitted: false }),
  client('DATA', { retransmitted: true, times: atLeast(3) }),
];

export const sendUserTimeout: CaseEntry<'send-user-timeout', 'plain'> = {
  id: 'send-user-timeout',
  title: 'TCP_USER_TIMEOUT ends a connection whose data is not acknowledged in time',
  phase: 'sending',
  benign: false,
  endedBy: 'path',
  about:
    'The same silent cut as send-cut, but the program has said how long sent data may stay unacknowledged. ' +
    'The kernel checks that limit whenever the retransmission timer expires and gives up after the set time instead of a ' +
    'quarter of an hour: ETIMEDOUT once, then EPIPE and 0. It sends no reset, so the peer’s end stays open. This is what a ' +
    'heartbeat with a limit does in the program, done by the kernel. It acts only while data is unacknowledged: an idle ' +
    'connection needs keepalive as well, and then the same option also limits the probes. Beware of a limit that is too ' +
    'short: a peer that only reads slowly and keeps its window closed is cut off too.',
  variants: [
    {
      name: 'plain',
      about: 'TCP_USER_TIMEOUT of 2 seconds; the client writes a line into the outage and waits.',
      clientSees: 'recv ETIMEDOUT after about 2.5 s, then send EPIPE, recv 0',
      serverSees: 'nothing: the connection stays established',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('recv', 'some'),
            call('send', 'some', { note: 'the path is already cut' }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', {
              lastsMs: { min: 1500, max: 5000 },
              note: 'the limit has passed',
            }),
            call('recv', 'ETIMEDOUT', { note: 'told once' }),
            call('send', 'EPIPE'),
            call('recv', '0'),
          ],
          server: [
            call('accept', 'ok'),
            call('recv', 'some'),
            call('send', 'some'),
            call('poll', 'timeout', { note: 'for the server nothing has happened' }),
          ],
        },
        wire: { client: repeated, middle: repeated, server: echoed },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'TcpExt.TCPAbortOnTimeout', 1),
            counter('client', 'Tcp.OutRsts', 'none'),
            counter('server', 'TcpExt.TCPAbortOnTimeout', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client: 'A few repetitions with doubling gaps, then silence: a short send-cut. No FIN, no reset.',
    middle: 'The client’s segments pass or end here; nothing comes back from the server.',
    server: 'Nothing after the last acknowledgement.',
  },
  provenBy:
    'ETIMEDOUT comes a short and constant time after the first unanswered segment, and `strace -f -e trace=setsockopt` shows the ' +
    'program setting that time as TCP_USER_TIMEOUT; `sysctl net.ipv4.tcp_retries2` has not been lowered. On an ' +
    'idle connection it ends the probing before TCP_KEEPCNT probes are out.',
  advice: [
    'Set it on both ends of every connection that carries requests: 20000 to 30000 ms outlives a fail-over and still answers within half a minute. Default 0: tcp_retries2 decides.',
    'Add SO_KEEPALIVE with TCP_KEEPIDLE and TCP_KEEPINTVL, because TCP_USER_TIMEOUT alone does nothing on an idle connection; make the user timeout a little less than KEEPIDLE + KEEPINTVL × KEEPCNT.',
    'Do not set it below a few seconds, nor where the peer may rightly stop reading for long: a closed window with a healthy peer ends in ETIMEDOUT as well.',
    'It is setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof ms); Go: golang.org/x/sys/unix, Java: a native transport such as Netty’s epoll, Python: socket.TCP_USER_TIMEOUT. Node has no option for it: a native call on the file descriptor is needed.',
    'Where the option is out of reach, send heartbeats and close the connection when none is answered within the limit.',
  ],
  references: [
    {
      kind: 'man',
      where: 'tcp(7) TCP_USER_TIMEOUT',
      says: 'The longest time in milliseconds that sent data may stay unacknowledged, or unsent because of a closed window.',
    },
    {
      kind: 'rfc',
      where: 'RFC 5482 section 1',
      says: 'What a user timeout is: how long sent data may stay unacknowledged. Its option to tell the peer is not what Linux implements.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.3',
      says: 'An application must be able to set R2 for a connection.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_timer.c tcp_clamp_rto_to_user_timeout(), tcp_write_timeout()',
      says: 'The last gap is shortened so that the limit is met, whatever the doubling.',
    },
  ],
  claims: ['S19'],
};
