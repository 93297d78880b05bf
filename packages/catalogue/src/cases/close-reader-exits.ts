import type { CaseEntry } from '../case.ts';
import type { CounterExpectation, ResetExpectation, SegmentStep, WireStep } from '../expectation.ts';
import {
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

const greetings: readonly SegmentStep[] = [
  ...handshake,
  server('DATA'),
  client('FIN'),
  server('DATA'),
  client('RST-P'),
];

const floodAtClient: readonly WireStep[] = [
  ...handshake,
  server('FIN'),
  client('DATA', { times: atLeast(4) }),
  server('RST-P', { times: atLeast(4) }),
];

const floodFurtherOn: readonly WireStep[] = [
  ...handshake,
  server('FIN'),
  anyOrder(client('DATA', { times: atLeast(4) }), server('RST-P', { times: atLeast(4) })),
];

/** The first segment meets what is left of the socket and removes it; those behind it meet nothing. */
const oneThenMany: readonly ResetExpectation[] = [
  reset('server', 'TCP_TIMEWAIT_SOCKET'),
  resets(atLeast(3), 'server', 'NO_SOCKET'),
];

const late: readonly SegmentStep[] = [...handshake, server('FIN'), client('DATA'), server('RST-P')];

const clientKnewNothing: readonly CounterExpectation[] = [
  counter('client', 'Tcp.OutRsts', 1),
  counter('client', 'TcpExt.TCPAbortOnClose', 'none'),
  counter('client', 'TcpExt.TCPAbortOnData', 'none'),
  counter('client', 'Tcp.EstabResets', 'none'),
  counter('server', 'Tcp.OutRsts', 'none'),
  counter('server', 'Tcp.EstabResets', 1),
];

const serverKnewNothing: readonly CounterExpectation[] = [
  counter('server', 'TcpExt.TCPAbortOnClose', 'none'),
  counter('server', 'TcpExt.TCPAbortOnData', 'none'),
  counter('server', 'Tcp.EstabResets', 'none'),
  counter('client', 'Tcp.OutRsts', 'none'),
  counter('client', 'Tcp.EstabResets', 1),
];

export const closeReaderExits: CaseEntry<
  'close-reader-exits',
  'sigpipe-ignored' | 'sigpipe-default' | 'flood' | 'read-after-reset' | 'restarted'
> = {
  id: 'close-reader-exits',
  title: 'the reading program ends while its peer goes on writing',
  phase: 'closing',
  benign: false,
  endedBy: 'client',
  about:
    'A reader exits or closes; its receive queue is empty, so its kernel sends a FIN. To the writer a FIN says only ' +
    '"I will send no more", and a write after it is legal: send() puts the bytes into the send buffer and returns their ' +
    'number. When they arrive, nobody owns the socket any more, and the kernel over there answers with a reset. Every ' +
    'send() before the reset is back succeeds: one for a slow writer, many for a fast one, as many as fit into one ' +
    'round trip and the send buffer. The next one fails with EPIPE, "broken pipe", and raises SIGPIPE, which kills a ' +
    'program that has not said otherwise. Because the FIN came first, ECONNRESET is never reported on Linux: recv() ' +
    'returns 0 before the reset and after it.',
  variants: [
    {
      name: 'sigpipe-ignored',
      about:
        'The greeting server writes 28 bytes; the client reads them and is stopped with SIGINT. The server writes on, ' +
        'with SIGPIPE ignored as in most runtimes.',
      clientSees: 'killed by SIGINT after its recv',
      serverSees: 'send ok after the FIN, then send EPIPE; recv 0',
      expects: {
        calls: {
          client: [call('connect', '0'), call('recv', 'some'), call('exit', 'killed SIGINT')],
          server: [
            call('accept', 'ok'),
            call('send', 'some'),
            call('send', 'some', { note: 'after the FIN: accepted, then lost' }),
            call('send', 'EPIPE', { note: 'the reset has come back' }),
            call('recv', '0', { note: 'the FIN is what a reader learns' }),
            call('close', '0'),
          ],
        },
        wire: { client: greetings, middle: greetings, server: greetings },
        kernel: {
          resets: [reset('client', 'TCP_TIMEWAIT_SOCKET')],
          counters: clientKnewNothing,
        },
      },
    },
    {
      name: 'sigpipe-default',
      about:
        'The same, but the server has left SIGPIPE as it is: the second send after the FIN ends the process.',
      clientSees: 'killed by SIGINT after its recv',
      serverSees: 'send ok after the FIN, then killed by SIGPIPE (signal 13) inside send',
      expects: {
        calls: {
          client: [call('connect', '0'), call('recv', 'some'), call('exit', 'killed SIGINT')],
          server: [
            call('accept', 'ok'),
            call('send', 'some'),
            call('send', 'some'),
            call('send', 'killed SIGPIPE', {
              note: 'no return value, no log line, exit status 141 in a shell',
            }),
          ],
        },
        wire: { client: greetings, middle: greetings, server: greetings },
        kernel: {
          resets: [reset('client', 'TCP_TIMEWAIT_SOCKET')],
          counters: clientKnewNothing,
        },
      },
    },
    {
      name: 'flood',
      endedBy: 'server',
      about:
        'Roles swapped: the server accepts one connection, closes its listener and the connection and exits. The client ' +
        'writes 5000 bytes at a time as fast as it can until it is told to stop.',
      clientSees:
        'send ok, mostly several times, until the first reset is back (20 ms here), then send EPIPE',
      serverSees: 'close 0, exit 0',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some', { times: atLeast(1), note: 'how many is a matter of the round trip' }),
            call('send', 'EPIPE', { times: between(1, 3) }),
            call('close', '0'),
          ],
          server: [
            call('accept', 'ok'),
            call('close', '0', { note: 'the listener' }),
            call('close', '0', { note: 'the connection' }),
            call('exit', '0'),
          ],
        },
        wire: { client: floodAtClient, middle: floodFurtherOn, server: floodFurtherOn },
        kernel: {
          resets: oneThenMany,
          counters: [...serverKnewNothing, counter('server', 'Tcp.OutRsts', 'some')],
        },
      },
    },
    {
      name: 'read-after-reset',
      endedBy: 'server',
      about:
        'The same server. The client writes once, waits until the reset has arrived, looks at the socket with poll() and ' +
        'select() and reads.',
      clientSees: 'poll IN|OUT|ERR|HUP|RDHUP, then recv 0, not ECONNRESET; SO_ERROR EPIPE',
      serverSees: 'close 0, exit 0',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some', { note: '5000 bytes in four segments, each answered by its own reset' }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', { note: 'poll tells that there was more than a FIN' }),
            call('select', 'ready R|W', { note: 'select does not' }),
            call('recv', '0', { note: 'the FIN was first; other systems may say ECONNRESET' }),
            call('getsockopt', 'EPIPE', {
              what: 'SO_ERROR',
              note: 'what a reset in CLOSE-WAIT leaves behind',
            }),
            call('recv', '0'),
            call('close', '0'),
          ],
          server: [call('accept', 'ok'), call('close', '0'), call('close', '0'), call('exit', '0')],
        },
        wire: { client: floodAtClient, middle: floodFurtherOn, server: floodFurtherOn },
        kernel: {
          resets: oneThenMany,
          counters: [...serverKnewNothing, counter('server', 'Tcp.OutRsts', 'some')],
        },
      },
    },
    {
      name: 'restarted',
      endedBy: 'server',
      about:
        'The same server, started again on its port before the client writes. The new process never hears of the old ' +
        'connection; its kernel resets it all the same.',
      clientSees: 'send ok, then send EPIPE',
      serverSees: 'close 0, exit 0; the new listener accepts nothing',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('send', 'EPIPE'),
            call('recv', '0'),
            call('close', '0'),
          ],
          server: [call('accept', 'ok'), call('close', '0'), call('close', '0'), call('exit', '0')],
        },
        wire: { client: late, middle: late, server: late },
        kernel: {
          resets: [reset('server', 'TCP_TIMEWAIT_SOCKET')],
          counters: [...serverKnewNothing, counter('server', 'Tcp.OutRsts', 1)],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'FIN, ACK, then data from the other side whose ACK field covers the FIN, then an RST without ACK: window 0, no ' +
      'options, IP ID 0, sequence number equal to the ACK field of the data. One such RST for each data segment in ' +
      'flight. (Data whose ACK field does not cover the FIN was under way when the FIN came: see lb-idle-race.)',
    middle: 'The same packets.',
    server: 'The same packets. ss shows CLOSE-WAIT at the writer between the FIN and the reset.',
  },
  provenBy:
    'On the host of the FIN the process ended with status 0 or 130 (SIGINT) and without a core dump, TcpExtTCPTimeouts stood ' +
    'still, and tcp:tcp_send_reset says TCP_TIMEWAIT_SOCKET for the first reset. The data that was reset was part of a stream under way, not written ' +
    'after minutes in CLOSE-WAIT.',
  advice: [
    'Watch the socket for reading even if you only write: poll() with POLLRDHUP (or a read that returns 0) reports the ' +
      'FIN before the first byte is lost.',
    'Ignore SIGPIPE: send() with MSG_NOSIGNAL, or signal(SIGPIPE, SIG_IGN) at start. Python, Node, Java and Go sockets ' +
      'already do; C and C++ programs do not.',
    'A send() that succeeded proves nothing. If it matters whether the bytes were read, the peer must say so in the ' +
      'protocol; on EPIPE count everything since its last answer as undelivered.',
    'In the reader, say goodbye in the protocol and read to end of file before you exit, if the writer must not lose anything.',
    'For pooled connections keep the idle limit of the client below that of the server, so that the client closes first.',
  ],
  references: [
    {
      kind: 'man',
      where: 'send(2) EPIPE, MSG_NOSIGNAL',
      says: 'The error, the signal that comes with it, and the flag that keeps the signal away.',
    },
    {
      kind: 'man',
      where: 'signal(7) SIGPIPE',
      says: 'Signal 13; its default action ends the process.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6.1',
      says: 'New data that arrives after the application has closed is answered by a reset.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5.2',
      says: 'A reset for an unknown connection takes its sequence number from the ACK field of the segment it answers.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_minisocks.c tcp_timewait_state_process',
      says: 'A closed socket waits for the FIN of the peer as a small TIME-WAIT record; data that meets it is answered by a reset.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_reset',
      says: 'A reset in CLOSE-WAIT leaves EPIPE on the socket, not ECONNRESET.',
    },
  ],
  claims: ['S02', 'S03', 'S25', 'S28', 'S30', 'S35', 'S44', 'S45'],
};
