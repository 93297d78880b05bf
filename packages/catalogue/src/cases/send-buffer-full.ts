import type { CaseEntry } from '../case.ts';
import type { KernelExpectation } from '../expectation.ts';
import { atLeast, call, client, counter, echoes, handshake } from '../steps.ts';

const echoed = [...handshake, echoes(1)];
const windowThenRepeats = [
  ...echoed,
  client('DATA', { retransmitted: false, times: atLeast(2) }),
  client('DATA', { retransmitted: true, times: atLeast(2) }),
];
const lineRepeated = [
  ...echoed,
  client('DATA', { retransmitted: false }),
  client('DATA', { retransmitted: true, times: atLeast(3) }),
];

const opening = [call('connect', '0'), call('send', 'some'), call('recv', 'some')];
const serverCalls = [call('accept', 'ok'), call('recv', 'some'), call('send', 'some')];
const kernel: KernelExpectation = {
  resets: [],
  counters: [counter('client', 'TcpExt.TCPAbortOnTimeout', 1), counter('client', 'Tcp.OutRsts', 'none')],
};

export const sendBufferFull: CaseEntry<'send-buffer-full', 'non-blocking' | 'sndtimeo' | 'blocking'> = {
  id: 'send-buffer-full',
  title: 'a program writes into a cut path until its send buffer is full',
  phase: 'sending',
  benign: false,
  endedBy: 'path',
  about:
    'While nothing is acknowledged, everything written stays in the send buffer. Sooner or later the buffer is full, and ' +
    'that is the first thing the program can notice of the outage. What it notices depends on how it writes: a ' +
    'non-blocking socket takes a part and then answers EAGAIN, and poll no longer reports it writable; a blocking one ' +
    'stands still inside send(), for up to 15 minutes; with SO_SNDTIMEO it comes back after that time with a short count ' +
    'or EAGAIN. None of these is an error of the connection, and none of them speaks of acknowledgements: a slow reader at ' +
    'the other end looks the same to the program. ENOBUFS, which some manuals name here, does not occur.',
  variants: [
    {
      name: 'non-blocking',
      about: 'The client writes without blocking until no more is taken, then waits for the end.',
      clientSees: 'send some, then EAGAIN; poll not writable; at the end ETIMEDOUT once, then EPIPE',
      serverSees: 'nothing: the connection stays established',
      expects: {
        calls: {
          client: [
            ...opening,
            call('send', 'some', { times: atLeast(1), note: 'less than was asked for: a short count' }),
            call('send', 'EAGAIN', {
              lastsMs: { min: 0, max: 100 },
              note: 'the buffer is full; never ENOBUFS',
            }),
            call('poll', 'timeout', { note: 'not writable' }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', { note: 'writable again only because it is dead' }),
            call('send', 'ETIMEDOUT', { note: 'told once' }),
            call('send', 'EPIPE'),
          ],
          server: serverCalls,
        },
        wire: { client: windowThenRepeats, middle: windowThenRepeats, server: echoed },
        kernel,
      },
    },
    {
      name: 'sndtimeo',
      about:
        'A blocking client with SO_SNDTIMEO of 200 ms. A small write succeeds at once and stays unacknowledged far longer ' +
        'than that without consequence. Only when the buffer is full does the time limit act.',
      clientSees: 'send some after 200 ms, then EAGAIN; at the end ETIMEDOUT once, then EPIPE',
      serverSees: 'nothing: the connection stays established',
      expects: {
        calls: {
          client: [
            ...opening,
            call('send', 'some', { note: 'returns at once: there is room' }),
            call('poll', 'ready OUT', { note: 'unacknowledged for longer than SO_SNDTIMEO, and no error' }),
            call('send', 'some', { times: atLeast(1), note: 'a short count, after the time limit' }),
            call('send', 'EAGAIN', {
              lastsMs: { min: 190, max: 1200 },
              note: 'nothing fitted within the time limit',
            }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', {
              note: 'given up by tcp_retries2, not by SO_SNDTIMEO',
            }),
            call('send', 'ETIMEDOUT'),
            call('send', 'EPIPE'),
          ],
          server: serverCalls,
        },
        wire: { client: lineRepeated, middle: lineRepeated, server: echoed },
        kernel,
      },
    },
    {
      name: 'blocking',
      about:
        'A blocking client writes more than fits in one call. It stands still until the kernel gives up the connection.',
      clientSees:
        'send blocks for the whole outage and returns a short count; the next send ETIMEDOUT, then EPIPE',
      serverSees: 'nothing: the connection stays established',
      expects: {
        calls: {
          client: [
            ...opening,
            call('send', 'some', { note: 'a short count, only when the connection is dead' }),
            call('send', 'ETIMEDOUT', { note: 'the reason comes with the next call' }),
            call('send', 'EPIPE'),
            call('recv', '0'),
          ],
          server: serverCalls,
        },
        wire: { client: windowThenRepeats, middle: windowThenRepeats, server: echoed },
        kernel,
      },
    },
  ],
  onTheWire: {
    client:
      'One congestion window of full segments (ten at the start), one more as tail-loss probe, then only the first of them ' +
      'again and again with doubling gaps. What was written later is never seen. No reset at the end.',
    middle: 'The client’s segments pass or end here; nothing comes back from the server.',
    server: 'Nothing after the last acknowledgement.',
  },
  provenBy:
    'Send-Q of `ss -tnm` on the client is as large as the send buffer (tb), and `strace -p` finds the program waiting in send() ' +
    'or poll(), or told EAGAIN. Short segments are lost like full ones: a plain `ping` fails as `ping -M do -s 1472` does.',
  advice: [
    'Set TCP_USER_TIMEOUT: it is the kernel’s limit for unacknowledged data. SO_SNDTIMEO only limits how long a call waits for room in the buffer.',
    'Never write from a blocking socket in a thread that others wait for: use non-blocking sockets and stop writing on EAGAIN until poll says OUT.',
    'Handle short counts: send() may take a part and say so only by its return value. The reason comes with the next call.',
    'Measure how long a connection has not been writable, and give it up by a limit of the program’s own (in Node: bytes queued in socket.writableLength and no drain event).',
    'Do not enlarge SO_SNDBUF against this: a larger buffer only hides the outage longer and loses more when the connection dies.',
  ],
  references: [
    {
      kind: 'man',
      where: 'send(2) EAGAIN, ENOBUFS',
      says: 'Without room a blocking send waits and a non-blocking one fails with EAGAIN; ENOBUFS normally does not occur on Linux.',
    },
    {
      kind: 'man',
      where: 'socket(7) SO_SNDTIMEO, SO_SNDBUF',
      says: 'The time limit returns a short count if anything was taken, else EAGAIN; the kernel doubles the buffer size that was asked for.',
    },
    {
      kind: 'kernel',
      where: 'net/core/stream.c sk_stream_wait_memory(), net/ipv4/tcp.c tcp_sendmsg_locked()',
      says: 'Waiting for room ends with room, the time limit, a signal or the death of the socket; bytes taken before that are returned as success.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.3',
      says: 'The limit for unacknowledged data is a matter of repetitions, R2, not of the buffer.',
    },
  ],
  claims: ['S15', 'S18'],
};
