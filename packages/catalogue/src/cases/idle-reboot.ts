import type { CaseEntry } from '../case.ts';
import { call, client, counter, handshake, reset, server } from '../steps.ts';

const foundOutBySending = [...handshake, client('DATA'), server('RST-P')] as const;
const foundOutByProbing = [...handshake, client('KEEPALIVE'), server('RST-P')] as const;

const clientFindsOut = [
  call('connect', '0'),
  call('poll', 'timeout', { note: 'the crash itself is not seen' }),
  call('send', 'some', { note: 'the first write succeeds: it only fills the buffer' }),
  call('poll', 'ready IN|OUT|ERR|HUP|RDHUP'),
  call('recv', 'ECONNRESET', { note: 'told once' }),
  call('send', 'EPIPE'),
  call('recv', '0', { note: 'and now looks like a clean end of file' }),
] as const;

const counters = [
  counter('server', 'Tcp.OutRsts', 1),
  counter('server', 'TcpExt.TCPAbortOnClose', 'none'),
  counter('server', 'TcpExt.TCPAbortOnData', 'none'),
  counter('client', 'Tcp.EstabResets', 1),
] as const;

export const idleReboot: CaseEntry<'idle-reboot', 'service-back' | 'service-gone' | 'keepalive'> = {
  id: 'idle-reboot',
  title: 'the server’s host crashed and came back without any memory of the connection',
  phase: 'idle',
  benign: false,
  endedBy: 'server',
  about:
    'A host loses power or panics: no FIN, no reset, its connections are simply gone. The other end stays ESTABLISHED. ' +
    'When the host is up again and the other end sends, the segment belongs to no connection, and the kernel answers with a ' +
    'reset: the write that found out has succeeded, the call after it fails with ECONNRESET. A client that only waits ' +
    'for data never learns of it, unless keepalive asks. An orderly reboot is different: there the processes are ended, ' +
    'and their sockets close with a FIN. The same packets come from every box on the way that lost its state: see the lookalikes.',
  variants: [
    {
      name: 'service-back',
      about:
        'The service listens again after the crash. The segment meets the listener, which knows no such connection.',
      clientSees: 'send ok, recv ECONNRESET, then send EPIPE',
      serverSees: 'nothing',
      expects: {
        calls: { client: clientFindsOut, server: [call('accept', 'ok')] },
        wire: { client: foundOutBySending, middle: foundOutBySending, server: foundOutBySending },
        kernel: { resets: [reset('server', 'TCP_FLAGS')], counters },
      },
    },
    {
      name: 'service-gone',
      about:
        'The host is back, the service is not: the segment meets no socket at all. The packets are the same.',
      clientSees: 'send ok, recv ECONNRESET, then send EPIPE',
      serverSees: 'nothing',
      expects: {
        calls: {
          client: clientFindsOut,
          server: [call('accept', 'ok'), call('close', '0', { note: 'the listener' })],
        },
        wire: { client: foundOutBySending, middle: foundOutBySending, server: foundOutBySending },
        kernel: { resets: [reset('server', 'NO_SOCKET')], counters },
      },
    },
    {
      name: 'keepalive',
      about:
        'The client sends nothing and waits in recv, with keepalive after 1 s. The first probe finds out.',
      clientSees: 'recv ECONNRESET, then send EPIPE',
      serverSees: 'nothing',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('recv', 'ECONNRESET', { note: 'the answer to the probe: not ETIMEDOUT' }),
            call('send', 'EPIPE'),
          ],
          server: [call('accept', 'ok')],
        },
        wire: { client: foundOutByProbing, middle: foundOutByProbing, server: foundOutByProbing },
        kernel: {
          resets: [reset('server', 'TCP_FLAGS')],
          counters: [...counters, counter('client', 'TcpExt.TCPKeepAlive')],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'A long silence, then data (or a probe) and within a round trip an RST without ACK: its sequence number is the acknowledgement number of the segment it answers, window 0, no options, IP id 0. No FIN before it. Several segments in flight get a reset each.',
    middle: 'The same packets; the TTL of the reset is that of the server’s other packets.',
    server: 'The same packets: the reset leaves here, so the state was lost on this host and not on the way.',
  },
  provenBy:
    'The server has started since the last exchange (`uptime -s`). A capture there shows data arriving from the address that ' +
    'made the connection and the reset leaving; tcp:tcp_send_reset says NO_SOCKET, or TCP_FLAGS if the service listens again.',
  advice: [
    'Look at the server’s uptime and the journal of the boot before (`journalctl -b -1 -e`): a log that ends in mid-sentence is a crash.',
    'Switch on keepalive with short times on connections that mostly listen (TCP_KEEPIDLE 30, TCP_KEEPINTVL 10, TCP_KEEPCNT 3): it is the only way such a client learns of it.',
    'Take a successful write for what it is: a copy into the kernel. Only an answer of the application says that a request arrived; make requests repeatable (idempotency keys) and retry on ECONNRESET.',
    'After failover or takeover of an address, send the resets early: short keepalive on the clients, or a connection-draining step on the old host.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5.1',
      says: 'Half-open connections after a crash, and how a reset discovers them.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 sections 3.10.7.1 and 3.10.7.2',
      says: 'A segment with ACK is answered with a bare reset both where there is no connection and where there is only a listener.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_ipv4.c tcp_v4_rcv, tcp_v4_send_reset',
      says: 'Reason NO_SOCKET where no socket matches, TCP_FLAGS where a listener got an ACK it cannot place (names in include/net/rstreason.h).',
    },
  ],
  claims: ['S27', 'S32', 'S34', 'S41'],
};
