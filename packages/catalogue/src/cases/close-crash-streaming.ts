import type { CaseEntry } from '../case.ts';
import {
  anyNumber,
  anyOrder,
  atLeast,
  between,
  call,
  client,
  counter,
  handshake,
  reset,
  resets,
  server,
} from '../steps.ts';

const streamed = [...handshake, client('DATA'), client('DATA')];
const crossing = [
  ...streamed,
  anyOrder(
    server('FIN', { times: between(1, 2) }),
    client('DATA', { times: atLeast(3) }),
    server('RST-P', { times: atLeast(1) }),
  ),
];
const aborted = [...streamed, client('DATA'), server('RST-A')];

const opening = [call('connect', '0'), call('send', 'some'), call('send', 'some')];
const readAll = [call('accept', 'ok'), call('recv', 'some'), call('recv', 'some')];

export const closeCrashStreaming: CaseEntry<'close-crash-streaming', 'fin' | 'unread'> = {
  id: 'close-crash-streaming',
  title: 'the peer’s process crashes while data streams to it',
  phase: 'closing',
  benign: false,
  endedBy: 'server',
  about:
    'A process dies (assertion, segmentation fault, kill, out of memory) while its peer is sending to it. The kernel ' +
    'survives and closes the sockets as close() would. What the sender meets depends on one instant: if everything ' +
    'received so far had been read, a FIN goes out, and the data that crosses it or follows it is answered with resets, ' +
    'one for each segment; if anything was unread, there is no FIN but a reset at once. So the same crash shows as EPIPE ' +
    'after some successful writes (the FIN came first), or as ECONNRESET. In neither case does TCP say how much of the ' +
    'stream was processed. By default the first EPIPE comes with SIGPIPE and kills the sender too.',
  variants: [
    {
      name: 'fin',
      about:
        'The server has read every line when it aborts; while its FIN is on the way the client writes three segments more.',
      clientSees: 'send ok into the void, then send EPIPE, recv 0',
      serverSees: 'killed by SIGABRT; its kernel sends the FIN and the resets',
      expects: {
        calls: {
          client: [
            ...opening,
            call('send', 'some', { note: 'nobody will read it' }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', { note: 'FIN and reset are here' }),
            call('send', 'EPIPE', { note: 'not ECONNRESET: the FIN came first' }),
            call('recv', '0'),
          ],
          server: [...readAll, call('exit', 'killed SIGABRT')],
        },
        wire: { client: crossing, middle: crossing, server: crossing },
        kernel: {
          resets: [
            reset('server', 'TCP_ABORT_ON_DATA', 'TCP_TIMEWAIT_SOCKET'),
            resets(anyNumber, 'server', 'NO_SOCKET'),
          ],
          counters: [counter('server', 'TcpExt.TCPAbortOnClose', 'none'), counter('server', 'Tcp.OutRsts')],
        },
      },
    },
    {
      name: 'unread',
      about: 'One line lies unread in the server’s receive queue when it aborts. The client only writes.',
      clientSees: 'send ECONNRESET, then send EPIPE, recv 0',
      serverSees: 'killed by SIGABRT; its kernel sends one reset',
      expects: {
        calls: {
          client: [
            ...opening,
            call('send', 'some', { note: 'acknowledged, and never read' }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', { note: 'the reset is here' }),
            call('send', 'ECONNRESET', { note: 'told once, to a write as well as to a read' }),
            call('send', 'EPIPE'),
            call('recv', '0'),
          ],
          server: [...readAll, call('poll', 'ready IN|OUT'), call('exit', 'killed SIGABRT')],
        },
        wire: { client: aborted, middle: aborted, server: aborted },
        kernel: {
          resets: [reset('server', 'TCP_ABORT_ON_CLOSE')],
          counters: [
            counter('server', 'TcpExt.TCPAbortOnClose', 1),
            counter('server', 'TcpExt.TCPAbortOnData', 'none'),
            counter('server', 'Tcp.OutRsts', 1),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'Either a FIN in the middle of outgoing data, then one reset without ACK (window 0, IP id 0) for each segment that ' +
      'was still under way; or one reset with ACK and the window of a living socket, and no FIN.',
    middle: 'The same packets; resets and data cross each other.',
    server: 'The same packets: FIN and resets leave here, so nobody between forged them.',
  },
  provenBy:
    'The host of the FIN or reset has a core dump (`coredumpctl list`; status 134 or 139), and its peer was in the middle of a ' +
    'stream. If it was a reset with ACK, TcpExtTCPAbortOnClose counts it there.',
  advice: [
    'Look for the crash on the peer’s host: systemd’s `status=6/ABRT` or `code=dumped`, `coredumpctl list`, `journalctl -k` for the OOM killer.',
    'Treat EPIPE, ECONNRESET and an unexpected end of file alike: the stream broke, and how much was processed is unknown unless the protocol acknowledges it.',
    'Ignore SIGPIPE or send with MSG_NOSIGNAL: otherwise the peer’s crash kills the sender. Go, Java, Node and Python already ignore it.',
    'Keep reading, or at least watch for POLLRDHUP, while streaming: the FIN is known one round trip before the first failing write.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6.1',
      says: 'A host that has closed fully with data unread, or that receives new data afterwards, should send a reset.',
    },
    {
      kind: 'rfc',
      where: 'RFC 2525 section 2.17',
      says: 'Closing with received data unread should send a reset.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp.c __tcp_close(), net/ipv4/tcp_input.c tcp_rcv_state_process()',
      says: 'Unread bytes turn the FIN of a close into a reset; data after a full close is answered with one.',
    },
    {
      kind: 'man',
      where: 'signal(7) SIGPIPE, send(2) MSG_NOSIGNAL',
      says: 'The default action kills; the flag gives EPIPE without the signal.',
    },
  ],
  claims: ['S24'],
};
