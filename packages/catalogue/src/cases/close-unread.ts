import type { CaseEntry } from '../case.ts';
import type { CounterExpectation } from '../expectation.ts';
import { call, client, counter, handshake, reset, server } from '../steps.ts';

const plainWire = [...handshake, client('DATA'), server('RST-A')];
const keptWire = [...handshake, client('DATA'), server('DATA'), server('RST-A')];
const lostWire = [...handshake, client('DATA'), server('RST-A'), server('RST-P')];

const unreadNotLinger: readonly CounterExpectation[] = [
  counter('server', 'TcpExt.TCPAbortOnClose', 1),
  counter('server', 'TcpExt.TCPAbortOnData', 'none'),
  counter('client', 'Tcp.EstabResets', 1),
  counter('client', 'Tcp.OutRsts', 'none'),
];

export const closeUnread: CaseEntry<'close-unread', 'plain' | 'reply-kept' | 'reply-lost'> = {
  id: 'close-unread',
  title: 'a program closes with received bytes unread, and its kernel resets the connection',
  phase: 'closing',
  benign: false,
  endedBy: 'server',
  about:
    'One side calls close() while bytes from its peer still lie in its receive queue. Those bytes were acknowledged and ' +
    'will never be read, so an orderly end would be a lie: the kernel skips the FIN and sends a reset. The closing ' +
    'program notices nothing, its close() returns 0. The peer gets "connection reset by peer", although nobody ' +
    'crashed and no network failed. The usual story is an early answer: a server refuses an upload, sends an error ' +
    'page and closes without reading the rest of the request. A stray line end or a pipelined request that nobody ' +
    'consumed has the same effect, and so has a server that exits with requests in its queue. An answer that arrived ' +
    'before the reset can still be read on Linux. An answer that was lost on the way is not sent again, for the socket ' +
    'that would do so is gone: the client learns nothing but the reset.',
  variants: [
    {
      name: 'plain',
      about:
        'The client sends 6 bytes. They reach the server, which closes without reading them. The client reads, writes and reads again.',
      clientSees: 'recv ECONNRESET, then send EPIPE, recv 0',
      serverSees: 'close 0: nothing looks wrong',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP'),
            call('recv', 'ECONNRESET', { note: 'told once' }),
            call('send', 'EPIPE', { note: 'the socket is dead' }),
            call('recv', '0', { note: 'and now looks like a clean end of file' }),
            call('close', '0'),
          ],
          server: [
            call('accept', 'ok'),
            call('poll', 'ready IN|OUT', { note: 'the bytes are in the queue' }),
            call('close', '0', { note: 'success; the reset leaves inside this call' }),
          ],
        },
        wire: { client: plainWire, middle: plainWire, server: plainWire },
        kernel: {
          resets: [reset('server', 'TCP_ABORT_ON_CLOSE')],
          counters: [...unreadNotLinger, counter('server', 'Tcp.OutRsts', 1)],
        },
      },
    },
    {
      name: 'reply-kept',
      about:
        'The server answers and, when the answer has been acknowledged, closes without having read the request. The ' +
        'client reads only now, with answer and reset both there: it gets the answer first, the reset after it.',
      clientSees: 'recv the reply, then recv ECONNRESET',
      serverSees: 'send ok, close 0',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', {
              note: 'ERR does not mean that nothing can be read',
            }),
            call('recv', 'some', { note: 'the reply: a reset does not empty the receive queue' }),
            call('recv', 'ECONNRESET'),
            call('recv', '0'),
            call('close', '0'),
          ],
          server: [
            call('accept', 'ok'),
            call('poll', 'ready IN|OUT'),
            call('send', 'some', { note: 'the early answer' }),
            call('close', '0'),
          ],
        },
        wire: { client: keptWire, middle: keptWire, server: keptWire },
        kernel: {
          resets: [reset('server', 'TCP_ABORT_ON_CLOSE')],
          counters: [...unreadNotLinger, counter('server', 'Tcp.OutRsts', 1)],
        },
      },
    },
    {
      name: 'reply-lost',
      about:
        'The same, but the segment with the answer is lost on the way. The reset behind it leaves a gap in the sequence ' +
        'numbers, so the client asks back with an ACK; the server knows no such connection any more and resets again.',
      clientSees: 'recv ECONNRESET; the reply never comes',
      serverSees: 'send ok, close 0, just as if it had arrived',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP'),
            call('recv', 'ECONNRESET', { note: 'without the reply' }),
            call('recv', '0'),
            call('close', '0'),
          ],
          server: [
            call('accept', 'ok'),
            call('poll', 'ready IN|OUT'),
            call('send', 'some', { note: 'success says that the kernel took the bytes, no more' }),
            call('close', '0'),
          ],
        },
        wire: {
          client: lostWire,
          middle: lostWire,
          server: [...handshake, client('DATA'), server('DATA'), server('RST-A'), server('RST-P')],
        },
        kernel: {
          resets: [reset('server', 'TCP_ABORT_ON_CLOSE'), reset('server', 'TCP_FLAGS', 'NO_SOCKET')],
          counters: [
            ...unreadNotLinger,
            counter('server', 'Tcp.OutRsts', 2),
            counter('client', 'TcpExt.TCPChallengeACK', 1),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'Data of the client is acknowledged, then comes an RST with ACK. Its window is that of a live socket (not 0), ' +
      'its IP ID is not 0, it carries timestamps if they were agreed on: a socket was aborted on purpose. There is no ' +
      'FIN before it. A second RST, without ACK, may follow: it answers an ACK that was still under way. If a reply was ' +
      'lost, the sequence number of the first RST lies beyond what has arrived, and only the second one counts.',
    middle: 'The same packets.',
    server:
      'The same packets: the reset leaves from here with the TTL of this host, so nobody between forged it. A reply ' +
      'that is seen here and not at the client was lost on the way.',
  },
  provenBy:
    'TcpExtTCPAbortOnClose grows on the host that sent the reset (`nstat -az`), and its process was neither killed nor did it ' +
    'crash. SO_LINGER 0 counts in TcpExtTCPAbortOnData instead.',
  advice: [
    'Close in three steps: shutdown(fd, SHUT_WR), then recv() into a scratch buffer until it returns 0 or a limit in ' +
      'time and bytes is reached, then close(). nginx does it for you (lingering_close on, 5 s without data, 30 s in all).',
    'Do not let clients send what you will refuse: Expect: 100-continue lets an HTTP server answer 401 or 413 before ' +
      'the body leaves the client.',
    'In the client, read before you give up: after an ECONNRESET from send() the reply may lie in the receive queue, ' +
      'and recv() still returns it.',
    'Do not repeat the request blindly. Its bytes were acknowledged by the kernel of the server, and the program may have read part of them and acted.',
    'Watch TcpExtTCPAbortOnClose on the servers (nstat -az TcpExtTCPAbortOnClose); in a healthy service it hardly moves.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 2525 section 2.17',
      says: 'To close with received data pending and send no reset is an error: the peer would never know of the loss.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6.1',
      says: 'A host that closes with received data pending should send a reset to show that data was lost.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9112 section 9.6',
      says: 'Why an HTTP server closes in stages: an immediate close can destroy the response on its way to the client.',
    },
    {
      kind: 'rfc',
      where: 'RFC 5961 section 3.2',
      says: 'A reset in the window but not at the next expected sequence number is answered by a challenge ACK.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp.c __tcp_close',
      says: 'Empties the receive queue and, if there was anything in it, resets with SK_RST_REASON_TCP_ABORT_ON_CLOSE.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/snmp_counter.rst TcpExtTCPAbortOnClose',
      says: 'The counter of such closes.',
    },
  ],
  claims: ['S02', 'S26', 'S27', 'S29', 'S39'],
};
