import type { CaseEntry } from '../case.ts';
import { anyNumber, anyOrder, atLeast, call, client, counter, reset, server } from '../steps.ts';

// A program that is slow to close lets its kernel repeat the SYN.
const synAgain = client('SYN', { retransmitted: true, times: anyNumber });
const answeredTooLate = [client('SYN'), synAgain, server('SYN-ACK'), client('RST-P')] as const;

export const connLateSynack: CaseEntry<'conn-late-synack', 'plain'> = {
  id: 'conn-late-synack',
  title: 'the SYN-ACK comes after the client stopped waiting, and the client resets it',
  phase: 'connecting',
  benign: false,
  endedBy: 'client',
  about:
    'The client’s program gave up on connect and closed the socket (conn-app-timeout). Then the server’s SYN-ACK, late ' +
    'or repeated, gets through after all. The client’s kernel knows no such connection any more and answers with a reset, ' +
    'which clears the half-open connection on the server. In a capture it looks as if the client asked for a connection ' +
    'and slammed the door; the cause is a limit on connect that is shorter than the path, or the server, needs. The server’s ' +
    'program never hears of it: accept() does not return such a connection.',
  variants: [
    {
      name: 'plain',
      about:
        'The way from server to client is cut. A blocking connect under SO_SNDTIMEO of 300 ms returns EINPROGRESS, the program closes, the path heals, and the server’s repeated SYN-ACK arrives.',
      clientSees: 'connect EINPROGRESS, close 0; of the reset it knows nothing',
      serverSees: 'accept does not return',
      expects: {
        calls: {
          client: [
            call('connect', 'EINPROGRESS', { note: 'SO_SNDTIMEO ran out' }),
            call('close', '0', { note: 'in SYN-SENT: nothing is sent' }),
          ],
          server: [call('accept', 'blocked', { note: 'the handshake never finished' })],
        },
        wire: {
          client: answeredTooLate,
          middle: answeredTooLate,
          server: [
            client('SYN'),
            server('SYN-ACK'),
            anyOrder(server('SYN-ACK', { retransmitted: true, times: atLeast(1) }), synAgain),
            client('RST-P'),
          ],
        },
        kernel: {
          resets: [reset('client', 'NO_SOCKET')],
          counters: [
            counter('client', 'Tcp.OutRsts', 1),
            counter('server', 'TcpExt.EmbryonicRsts', 1),
            counter('server', 'TcpExt.TCPSynRetrans'),
            counter('server', 'Tcp.PassiveOpens', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'SYN, a pause, SYN-ACK, and at once an RST without ACK: its sequence number is the SYN-ACK’s acknowledgement number, window 0, no options, IP id 0.',
    middle: 'The same packets.',
    server:
      'SYN, SYN-ACK, the SYN-ACK again, and a reset in answer to a repeat. With a slow path instead of a lost packet there is one SYN-ACK and the reset comes late.',
  },
  provenBy:
    'A capture at the client shows the SYN-ACK arriving later than the limit of its program, which had closed the socket by ' +
    'then (`strace -f -e trace=connect,poll,close`). A health check, in contrast, resets after one normal round trip, every time ' +
    'and in a regular rhythm.',
  advice: [
    'Compare the connect limit with the time from SYN to SYN-ACK in the capture, and raise it: at least one repeat of the SYN plus a round trip, so 1.5 s or more; 3 s rides out two lost packets.',
    'If the SYN-ACK took long on an idle network, look at the server: dropped SYNs (`nstat -az TcpExtListenOverflows TcpExtListenDrops`) cost a second each before the answer.',
    'Count them on the server: `nstat -az TcpExtEmbryonicRsts`. A steady rate is health checks; a burst during slowness is clients giving up.',
    'Where EINPROGRESS comes out of a blocking connect, look for SO_SNDTIMEO, set by the program or a library.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5.2',
      says: 'A segment for a connection that does not exist is answered with a reset whose sequence number is taken from its ACK field.',
    },
    {
      kind: 'man',
      where: 'socket(7) SO_RCVTIMEO and SO_SNDTIMEO',
      says: 'When the time runs out, connect fails with EINPROGRESS.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_minisocks.c tcp_check_req',
      says: 'A reset for a connection in SYN-RECEIVED drops the request and counts EmbryonicRsts; the listener’s program is not told.',
    },
  ],
  claims: ['S38', 'S41'],
};
