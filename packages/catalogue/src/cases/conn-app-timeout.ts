import type { CaseEntry } from '../case.ts';
import { anyNumber, anyOrder, atLeast, call, client, counter, server } from '../steps.ts';

// A program that is slow to close lets its kernel repeat the SYN.
const synAgain = client('SYN', { retransmitted: true, times: anyNumber });
const fewSyns = [client('SYN'), synAgain] as const;
const serverStillTries = [
  client('SYN'),
  server('SYN-ACK'),
  anyOrder(server('SYN-ACK', { retransmitted: true, times: atLeast(1) }), synAgain),
] as const;

const kernel = {
  resets: [],
  counters: [
    counter('client', 'TcpExt.TCPAbortOnTimeout', 'none'),
    counter('client', 'Tcp.OutRsts', 'none'),
    counter('server', 'TcpExt.TCPSynRetrans'),
    counter('server', 'Tcp.PassiveOpens', 'none'),
  ],
} as const;

export const connAppTimeout: CaseEntry<'conn-app-timeout', 'poll' | 'sndtimeo'> = {
  id: 'conn-app-timeout',
  title: 'the program stops waiting for connect, and no packet says so',
  phase: 'connecting',
  benign: false,
  endedBy: 'client',
  about:
    'A program gives connect a limit of its own, the limit passes, and it closes the socket. Closing in SYN-SENT sends ' +
    'nothing: the client’s kernel forgets the attempt at once. The server, if the SYN did reach it, still holds a ' +
    'half-open connection in SYN-RECEIVED and repeats its SYN-ACK for about a minute. What the program sees has no errno ' +
    'of its own: a poll or select that returned 0, or EINPROGRESS from a blocking connect under SO_SNDTIMEO, which many ' +
    'take for a bug. When the answer does arrive after all, it meets nobody: see conn-late-synack.',
  variants: [
    {
      name: 'poll',
      about:
        'Non-blocking connect, select with a limit of 300 ms, close. The way from server to client is cut, so that the SYN arrives and its answer does not.',
      clientSees: 'connect EINPROGRESS, select timeout, connect EALREADY, close 0',
      serverSees: 'nothing: accept has nothing to return',
      expects: {
        calls: {
          client: [
            call('connect', 'EINPROGRESS'),
            call('select', 'timeout', { lastsMs: { min: 290, max: 1300 }, note: 'the program’s own limit' }),
            call('poll', 'timeout', { note: 'neither readable nor writable while connecting' }),
            call('getsockopt', '0', { what: 'SO_ERROR', note: 'no error yet is not the same as connected' }),
            call('connect', 'EALREADY', { note: 'still trying' }),
            call('close', '0', { note: 'sends nothing' }),
          ],
          server: [],
        },
        wire: { client: fewSyns, middle: fewSyns, server: serverStillTries },
        kernel,
      },
    },
    {
      name: 'sndtimeo',
      about: 'A blocking connect on a socket with SO_SNDTIMEO of 300 ms, then close.',
      clientSees: 'connect EINPROGRESS after 300 ms, close 0',
      serverSees: 'nothing: accept has nothing to return',
      expects: {
        calls: {
          client: [
            call('connect', 'EINPROGRESS', {
              lastsMs: { min: 290, max: 1300 },
              note: 'SO_SNDTIMEO ran out; the attempt goes on in the kernel',
            }),
            call('poll', 'timeout'),
            call('close', '0'),
          ],
          server: [],
        },
        wire: { client: fewSyns, middle: fewSyns, server: serverStillTries },
        kernel,
      },
    },
  ],
  onTheWire: {
    client:
      'One or a few SYNs, fewer than the kernel would have sent, and then silence. No packet marks the moment of the close.',
    middle: 'The SYNs, and no answer that gets through.',
    server: 'A SYN, and SYN-ACKs repeated at 1, 3, 7 s and so on that nobody answers.',
  },
  provenBy:
    'The client’s program names a limit of its own and not ETIMEDOUT from connect(), fewer SYNs left than tcp_syn_retries ' +
    'allows, and `ss -tan` on the client lists the connection no more. A server that got the SYN still does for a while (`ss -tan state ' +
    'syn-recv`).',
  advice: [
    'Set the limit on purpose and above 1 s, better 3 s and more: a limit below 1 s gives up before the first lost SYN could be repeated.',
    'Log it as your own limit ("no connection within 3 s"), not as a network error: there is no errno here. Python’s TimeoutError and Go’s Timeout() look the same for both; only errno ETIMEDOUT speaks for the kernel.',
    'Treat EINPROGRESS from a blocking connect as "SO_SNDTIMEO ran out", close the socket and open a new one.',
    'In Node, socket.setTimeout() only emits `timeout` and leaves the attempt running: call socket.destroy() in the handler.',
    'After select, poll or epoll said writable, read SO_ERROR before calling it connected; before that its 0 means nothing.',
  ],
  references: [
    {
      kind: 'man',
      where: 'connect(2) EINPROGRESS, EALREADY',
      says: 'How a non-blocking connect is waited for, and what a second connect says meanwhile.',
    },
    {
      kind: 'man',
      where: 'socket(7) SO_RCVTIMEO and SO_SNDTIMEO',
      says: 'When the time runs out, connect fails with EINPROGRESS as if the socket were non-blocking.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.10.4',
      says: 'A CLOSE call in SYN-SENT deletes the connection; no segment is sent.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/af_inet.c __inet_stream_connect',
      says: 'Where EINPROGRESS, EALREADY and the use of SO_SNDTIMEO by connect come from.',
    },
  ],
  claims: ['S09', 'S38'],
};
