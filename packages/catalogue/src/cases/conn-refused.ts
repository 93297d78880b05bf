import type { CaseEntry } from '../case.ts';
import { call, client, counter, handshake, reset, server } from '../steps.ts';

const refusal = [client('SYN'), server('RST-S')] as const;

export const connRefused: CaseEntry<'conn-refused', 'plain' | 'non-blocking' | 'retry'> = {
  id: 'conn-refused',
  title: 'nobody listens on the port, and the server says so with a reset',
  phase: 'connecting',
  benign: false,
  endedBy: 'server',
  about:
    'The SYN reaches a host that is up, but no socket listens on that address and port. The kernel answers at once with ' +
    'a reset and connect() fails with ECONNREFUSED after one round trip. The usual stories: the service is down or not ' +
    'up yet, the port is wrong, or the service listens on 127.0.0.1 only and is asked on another address. It is the ' +
    'friendliest of failures: fast, certain, and nothing of a request can have been carried out. A host whose firewall ' +
    'drops such SYNs gives no answer at all: see conn-server-silent.',
  variants: [
    {
      name: 'plain',
      about: 'A blocking connect. Then the program uses the socket all the same.',
      clientSees: 'connect ECONNREFUSED; then recv ENOTCONN, send EPIPE',
      serverSees: 'nothing: no program is involved',
      expects: {
        calls: {
          client: [
            call('connect', 'ECONNREFUSED', { note: 'after one round trip' }),
            call('recv', 'ENOTCONN', { note: 'the socket was never connected' }),
            call('send', 'EPIPE', { note: 'and raises SIGPIPE unless that is ignored' }),
          ],
          server: [],
        },
        wire: { client: refusal, middle: refusal, server: refusal },
        kernel: {
          resets: [reset('server', 'NO_SOCKET')],
          counters: [
            counter('server', 'Tcp.OutRsts', 1),
            counter('client', 'Tcp.AttemptFails', 1),
            counter('client', 'TcpExt.TCPSynRetrans', 'none'),
          ],
        },
      },
    },
    {
      name: 'non-blocking',
      about:
        'The socket is non-blocking: connect returns at once, select wakes up, SO_ERROR tells how it ended. Reading ' +
        'SO_ERROR takes the error away.',
      clientSees: 'connect EINPROGRESS, select readable and writable, SO_ERROR ECONNREFUSED',
      serverSees: 'nothing: no program is involved',
      expects: {
        calls: {
          client: [
            call('connect', 'EINPROGRESS'),
            call('select', 'ready R|W', { note: 'writable alone does not mean connected' }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP'),
            call('getsockopt', 'ECONNREFUSED', { what: 'SO_ERROR', note: 'told once' }),
            call('getsockopt', '0', { what: 'SO_ERROR', note: 'the error has been taken' }),
            call('connect', 'ECONNABORTED', {
              note: 'ends the failed attempt; the next connect is a new one',
            }),
          ],
          server: [],
        },
        wire: { client: refusal, middle: refusal, server: refusal },
        kernel: {
          resets: [reset('server', 'NO_SOCKET')],
          counters: [counter('server', 'Tcp.OutRsts', 1), counter('client', 'Tcp.AttemptFails', 1)],
        },
      },
    },
    {
      name: 'retry',
      about: 'A service starts to listen after the refusal, and the same socket connects again.',
      clientSees: 'connect ECONNREFUSED, then connect 0 on the same socket',
      serverSees: 'accept ok: only the second attempt exists for it',
      expects: {
        calls: {
          client: [
            call('connect', 'ECONNREFUSED'),
            call('connect', '0', { note: 'Linux allows it; portable programs open a new socket' }),
          ],
          server: [call('accept', 'ok')],
        },
        wire: {
          client: [...refusal, ...handshake],
          middle: [...refusal, ...handshake],
          server: [...refusal, ...handshake],
        },
        kernel: {
          resets: [reset('server', 'NO_SOCKET')],
          counters: [
            counter('server', 'Tcp.OutRsts', 1),
            counter('server', 'Tcp.PassiveOpens', 1),
            counter('client', 'Tcp.AttemptFails', 1),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'One SYN, and a round trip later an RST with ACK: sequence number 0, acknowledgement the SYN’s number plus one, window 0, ' +
      'no options, IP id 0. No SYN is repeated.',
    middle:
      'The same two packets; the reset has come from the server and has one hop less on its TTL than at the server.',
    server: 'The same two packets: the reset leaves here, so nobody between forged it.',
  },
  provenBy:
    'A capture at the server shows the SYN arriving and the reset leaving, and `ss -tln` there lists no listener for that ' +
    'address and port. From outside, the TTL of the reset is that of the server’s other packets.',
  advice: [
    'On the server, see what listens and where: `ss -tlnp`. 127.0.0.1:PORT is not reachable from other hosts; listen on 0.0.0.0, [::] or the address that clients use.',
    'Retry with a growing, jittered pause and a limit. A refused connect carried no request, so a retry repeats nothing.',
    'Start clients after a readiness probe of the service, not after its process start; between the two, refusals are normal.',
    'With a non-blocking connect, take SO_ERROR exactly once when the socket gets writable, and keep what it said: the second reading is 0.',
    'Close the socket and open a new one for the next attempt: reconnecting a failed socket works on Linux and is unspecified elsewhere.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.10.7.1',
      says: 'A segment without ACK that meets no connection is answered with RST and ACK, sequence number 0, acknowledging the SYN.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.10.7.3',
      says: 'In SYN-SENT a reset whose ACK is acceptable ends the attempt: "connection reset", here ECONNREFUSED.',
    },
    {
      kind: 'man',
      where: 'connect(2) ECONNREFUSED, EINPROGRESS, NOTES',
      says: 'Nobody listens on the remote address; how a non-blocking connect ends; after a failure the socket’s state is unspecified.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_ipv4.c tcp_v4_send_reset, net/ipv4/tcp_input.c tcp_reset',
      says: 'How the reset is made, and that in SYN-SENT it sets ECONNREFUSED rather than ECONNRESET.',
    },
  ],
  claims: ['S01', 'S09', 'S27'],
};
