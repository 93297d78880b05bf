import type { CaseEntry } from '../case.ts';
import { atLeast, call, client, counter, handshake, reset, server } from '../steps.ts';

const synAckAgain = server('SYN-ACK', { retransmitted: true, times: atLeast(1) });

const completeForTheClient = [...handshake, synAckAgain, client('DATA')] as const;
const incompleteForTheServer = [client('SYN'), server('SYN-ACK'), synAckAgain, client('DATA')] as const;

export const connAckLost: CaseEntry<'conn-ack-lost', 'idle' | 'heals'> = {
  id: 'conn-ack-lost',
  title: 'the last ACK of the handshake is lost: connected for the client, not for the server',
  phase: 'connecting',
  benign: false,
  endedBy: 'path',
  about:
    'The client has its SYN-ACK: connect() returns 0 and the socket is ESTABLISHED. But its ACK does not arrive, so for ' +
    'the server the handshake is still open (SYN-RECEIVED) and accept() does not return. The server repeats its SYN-ACK ' +
    'at 1, 3, 7, 15 and 31 s; each repeat makes the client acknowledge again. Any segment with data carries the same ' +
    'acknowledgement, so the first request usually heals it and nobody notices. A client that speaks second waits for a ' +
    'server that has not even accepted. After about 63 s the server forgets the request without a word: no reset is ' +
    'sent. The client stays ESTABLISHED, for ever if it only listens; its next data meets a listener that knows nothing ' +
    'of it and is answered with a reset.',
  variants: [
    {
      name: 'idle',
      about:
        'The router drops segments that are nothing but an ACK. The client keeps quiet until the server has forgotten, then sends. The lab lowers tcp_synack_retries from 5 to 1.',
      clientSees: 'connect 0, send ok, recv ECONNRESET, then send EPIPE',
      serverSees: 'accept does not return',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some', { note: 'into a connection that the server has forgotten' }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP'),
            call('recv', 'ECONNRESET'),
            call('send', 'EPIPE'),
          ],
          server: [call('accept', 'blocked', { note: 'the connection never existed for it' })],
        },
        wire: {
          client: [...completeForTheClient, server('RST-P')],
          middle: [...completeForTheClient, server('RST-P')],
          server: [...incompleteForTheServer, server('RST-P')],
        },
        kernel: {
          resets: [reset('server', 'TCP_FLAGS')],
          counters: [
            counter('client', 'TcpExt.TCPSYNChallenge'),
            counter('server', 'TcpExt.TCPSynRetrans'),
            counter('server', 'Tcp.PassiveOpens', 'none'),
            counter('server', 'Tcp.OutRsts', 1),
            counter('server', 'TcpExt.ListenOverflows', 'none'),
          ],
        },
      },
    },
    {
      name: 'heals',
      about:
        'Bare ACKs are still dropped, but the client sends data while the server remembers. The ACK that rides on the data completes the handshake.',
      clientSees: 'connect 0, send ok',
      serverSees: 'accept ok, a second late, with the data already there',
      expects: {
        calls: {
          client: [call('connect', '0'), call('send', 'some')],
          server: [
            call('accept', 'ok', { note: 'only now, on the data' }),
            call('poll', 'ready IN|OUT'),
            call('recv', 'some'),
          ],
        },
        wire: {
          client: completeForTheClient,
          middle: completeForTheClient,
          server: incompleteForTheServer,
        },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'TcpExt.TCPSYNChallenge'),
            counter('server', 'TcpExt.TCPSynRetrans'),
            counter('server', 'Tcp.PassiveOpens', 1),
            counter('server', 'TcpExt.ListenOverflows', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'A complete handshake, then the SYN-ACK again and again, each answered with a duplicate ACK. Data ends it: acknowledged if the server still remembers, reset if not.',
    middle: 'The same, as far as the place where the ACKs are lost.',
    server: 'SYN, SYN-ACK, the SYN-ACK repeated, and no ACK. Giving up leaves no packet.',
  },
  provenBy:
    'The client’s ACKs leave in a capture at the client and do not arrive in one at the server. `ss -tan` says ESTAB on the ' +
    'client and SYN-RECV on the server, where TcpExtListenOverflows stands still.',
  advice: [
    'Compare both ends: `ss -tan` shows ESTAB on the client and SYN-RECV, or nothing, on the server.',
    'Look for what treats bare ACKs differently on the way from client to server: a stateful firewall that saw only one direction (asymmetric routing), a rule on TCP flags or on packet length.',
    'A client of a protocol in which the server speaks first (SMTP, MySQL, SSH) must bound its wait for the greeting; keepalive finds it too: its probe is answered with a reset, or not at all.',
    'Do not lengthen tcp_synack_retries for this: a minute of SYN-ACKs is already more than any client should wait.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5.1',
      says: 'Half-open connections: one end believes in a connection that the other does not have; the next data is answered with a reset.',
    },
    {
      kind: 'rfc',
      where: 'RFC 5961 section 4',
      says: 'A segment with SYN on an established connection is answered with a challenge ACK: that is what every repeated SYN-ACK gets.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_synack_retries',
      says: 'Five repeats by default, the last after 31 s, and the request is gone after 63 s.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/inet_connection_sock.c reqsk_timer_handler',
      says: 'Repeats the SYN-ACK and in the end drops the request silently.',
    },
  ],
  claims: ['S06', 'S42'],
};
