import type { CaseEntry } from '../case.ts';
import { between, call, client, counter, handshake, reset, server } from '../steps.ts';

const probedInVain = [...handshake, client('KEEPALIVE', { times: between(3, 3) }), client('RST-A')] as const;

export const idleKeepalive: CaseEntry<'idle-keepalive', 'plain' | 'peer-finds-out'> = {
  id: 'idle-keepalive',
  title: 'keepalive probes go unanswered, and the kernel gives the connection up',
  phase: 'idle',
  benign: false,
  endedBy: 'path',
  about:
    'The path is cut under an idle connection, but this end has SO_KEEPALIVE on. After TCP_KEEPIDLE seconds without a ' +
    'sign of the peer the kernel sends a probe, an empty segment with a sequence number one too low that any living ' +
    'kernel must answer. TCP_KEEPCNT probes at TCP_KEEPINTVL distance go unanswered, and the connection ends with ' +
    'ETIMEDOUT at the next call, or in the one that waits. The kernel also sends a reset, in case the peer can hear it. ' +
    'If it can’t, the peer keeps its end as ESTABLISHED until it sends something itself. With the defaults all this takes ' +
    '7200 + 9 x 75 s = 7875 s, which is too late for most purposes. Probes are only sent while nothing is unacknowledged: ' +
    'with data under way the retransmission timer is in charge (send-keepalive-useless).',
  variants: [
    {
      name: 'plain',
      about:
        'The path is cut; then the client asks for probes after 1 s, every 1 s, 3 of them. Its recv blocks and is woken by the failure.',
      clientSees: 'recv ETIMEDOUT after 4 s, then recv 0, send EPIPE',
      serverSees: 'nothing: its connection stands',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('recv', 'ETIMEDOUT', { note: 'idle 1 s + 3 probes at 1 s: told once' }),
            call('recv', '0', { note: 'and now looks like a clean end of file' }),
            call('send', 'EPIPE'),
          ],
          server: [call('accept', 'ok')],
        },
        wire: { client: probedInVain, middle: probedInVain, server: handshake },
        kernel: {
          resets: [reset('client', 'TCP_KEEPALIVE_TIMEOUT')],
          counters: [
            counter('client', 'TcpExt.TCPKeepAlive', 3),
            counter('client', 'TcpExt.TCPAbortOnTimeout', 1),
            counter('client', 'Tcp.RetransSegs', 'none'),
            counter('server', 'Tcp.EstabResets', 'none'),
          ],
        },
      },
    },
    {
      name: 'peer-finds-out',
      about: 'As before. Then the path heals and the server, which has noticed nothing, sends.',
      clientSees: 'recv ETIMEDOUT',
      serverSees: 'send ok, recv ECONNRESET',
      expects: {
        calls: {
          client: [call('connect', '0'), call('recv', 'ETIMEDOUT')],
          server: [
            call('accept', 'ok'),
            call('send', 'some', { note: 'the connection still looks alive' }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP'),
            call('recv', 'ECONNRESET', { note: 'the client’s host knows of nothing' }),
          ],
        },
        wire: {
          client: [...probedInVain, server('DATA'), client('RST-P')],
          middle: [...probedInVain, server('DATA'), client('RST-P')],
          server: [...handshake, server('DATA'), client('RST-P')],
        },
        kernel: {
          resets: [reset('client', 'TCP_KEEPALIVE_TIMEOUT'), reset('client', 'NO_SOCKET')],
          counters: [
            counter('client', 'TcpExt.TCPKeepAlive', 3),
            counter('client', 'TcpExt.TCPAbortOnTimeout', 1),
            counter('server', 'Tcp.EstabResets', 1),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'Empty ACK segments at even distance, sequence number one below the next to be sent, none answered; then an RST with ACK that carries the socket’s real window.',
    middle: 'The same, as far as the cut.',
    server: 'Nothing: neither the probes nor the reset arrive.',
  },
  provenBy:
    'TcpExtTCPKeepAlive on the client has grown (`nstat -az`), its program was told ETIMEDOUT with nothing unacknowledged, and ' +
    'a capture there shows TCP_KEEPCNT probes at TCP_KEEPINTVL distance before the reset. Fewer probes mean that ' +
    'TCP_USER_TIMEOUT was first.',
  advice: [
    'Set the times per socket: SO_KEEPALIVE 1, TCP_KEEPIDLE 30, TCP_KEEPINTVL 10, TCP_KEEPCNT 3 finds a dead path within a minute. The host-wide defaults (net.ipv4.tcp_keepalive_time, _intvl, _probes) act only on sockets that have SO_KEEPALIVE on.',
    'Set them on both ends: the peer of a connection that was given up does not learn of it.',
    'Keep TCP_KEEPIDLE below the idle limit of every NAT, firewall and balancer on the way (350 s and less in some clouds): it keeps their entry alive as well.',
    'Add TCP_USER_TIMEOUT for data under way; keepalive is asleep then. Note that it also overrides TCP_KEEPCNT.',
    'Keepalive asks the kernel, not the program: a frozen peer answers it (idle-frozen-peer). For that use a heartbeat in the protocol.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.4',
      says: 'How a probe looks, that it must be off unless asked for, and that one lost probe must not be taken for a dead connection.',
    },
    {
      kind: 'man',
      where: 'tcp(7) TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_USER_TIMEOUT',
      says: 'The times and the count per socket, and that TCP_USER_TIMEOUT overrides keepalive.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_timer.c tcp_keepalive_timer',
      says: 'Sends the probes, skips them while data is unacknowledged, and at the end resets the connection with ETIMEDOUT.',
    },
    {
      kind: 'kernel',
      where:
        'Documentation/networking/ip-sysctl.rst tcp_keepalive_time, tcp_keepalive_intvl, tcp_keepalive_probes',
      says: 'The host’s defaults: 2 hours, 75 s, 9 probes.',
    },
  ],
  claims: ['S11', 'S27', 'S42'],
};
