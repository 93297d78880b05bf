import type { CaseEntry } from '../case.ts';
import type { CallStep, KernelExpectation } from '../expectation.ts';
import { call, client, counter, handshake, reset, server } from '../steps.ts';

const wire = [...handshake, client('DATA'), server('RST-A')];

const serverCalls: readonly CallStep[] = [
  call('accept', 'ok'),
  call('recv', 'some', { note: 'nothing is left unread' }),
  call('close', '0', { note: 'the reset leaves inside this call' }),
];

const kernel: KernelExpectation = {
  resets: [reset('server', 'TCP_STATE')],
  counters: [
    counter('server', 'TcpExt.TCPAbortOnData', 1),
    counter('server', 'TcpExt.TCPAbortOnClose', 'none'),
    counter('server', 'Tcp.OutRsts', 1),
    counter('client', 'Tcp.EstabResets', 1),
    counter('client', 'Tcp.OutRsts', 'none'),
  ],
};

export const closeLinger0: CaseEntry<'close-linger0', 'read-first' | 'write-first' | 'error-taken'> = {
  id: 'close-linger0',
  title: 'a program closes with SO_LINGER set to 0 seconds, which means: reset',
  phase: 'closing',
  benign: false,
  endedBy: 'server',
  about:
    'With SO_LINGER on and a linger time of 0, close() does not close but aborts: whatever is unsent is thrown away, ' +
    'a reset leaves instead of a FIN, and there is no TIME-WAIT. Somebody asked for it: a server that wanted rid of ' +
    'TIME-WAIT, a proxy that passes on a reset it received, a load generator, a test that wants an error. The peer ' +
    'gets ECONNRESET from the first call it makes, be it a read or a write; a program that asks SO_ERROR first takes ' +
    'the error off the socket and then reads a clean end of file. Bytes that the closer had written but not yet ' +
    'delivered are lost, and its close() still returns 0.',
  variants: [
    {
      name: 'read-first',
      about:
        'The client sends 6 bytes, the server reads them, sets SO_LINGER to 0 and closes. The client reads, then writes.',
      clientSees: 'recv ECONNRESET, then send EPIPE',
      serverSees: 'close 0',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP'),
            call('recv', 'ECONNRESET', { note: 'told once, to whichever call comes first' }),
            call('send', 'EPIPE'),
            call('close', '0'),
          ],
          server: serverCalls,
        },
        wire: { client: wire, middle: wire, server: wire },
        kernel,
      },
    },
    {
      name: 'write-first',
      about: 'The same, but the client does not read: it writes when the reset has already arrived.',
      clientSees: 'send ECONNRESET, then send EPIPE, recv 0',
      serverSees: 'close 0',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('send', 'ECONNRESET', { note: 'the first write: no SIGPIPE with it' }),
            call('send', 'EPIPE', { note: 'the second' }),
            call('recv', '0', { note: 'the cause is forgotten' }),
            call('close', '0'),
          ],
          server: serverCalls,
        },
        wire: { client: wire, middle: wire, server: wire },
        kernel,
      },
    },
    {
      name: 'error-taken',
      about: 'The same, but the client asks getsockopt(SO_ERROR) before it reads, as many event loops do.',
      clientSees: 'SO_ERROR ECONNRESET, then recv 0 as after a clean end, send EPIPE',
      serverSees: 'close 0',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP'),
            call('getsockopt', 'ECONNRESET', { what: 'SO_ERROR', note: 'reading it clears it' }),
            call('getsockopt', '0', { what: 'SO_ERROR' }),
            call('recv', '0', { note: 'the reset now passes for an end of file' }),
            call('send', 'EPIPE'),
            call('close', '0'),
          ],
          server: serverCalls,
        },
        wire: { client: wire, middle: wire, server: wire },
        kernel,
      },
    },
  ],
  onTheWire: {
    client:
      'RST with ACK, the window of a live socket, timestamps if they were agreed on. No FIN before it, nothing after it. ' +
      'The same packet as for close-unread.',
    middle: 'The same packets.',
    server:
      'The same packets: the reset leaves from here, and the socket is gone at once (no TIME-WAIT in ss).',
  },
  provenBy:
    'TcpExtTCPAbortOnData grows on the host that sent the reset (`nstat -az`; despite its name it needs no data), while ' +
    'TcpExtTCPAbortOnClose stands still. `strace -f -e trace=setsockopt,close` on the program shows SO_LINGER with 0 s before close().',
  advice: [
    'Find who sets it: strace -f -e trace=setsockopt, or search for SO_LINGER, setSoLinger(true, 0), SetLinger(0), ' +
      'resetAndDestroy(). If the reason is "too many TIME-WAIT", remove it: let the client close first, or reuse connections.',
    'Use it only to end a connection that has already failed, where a reset is the message: to pass on a reset in a ' +
      'proxy, or to drop a peer that does not answer. Never right after a write: the bytes may not have left.',
    'In the peer, read before asking SO_ERROR, and log the first error only. The later ones (EPIPE, end of file) are its echo.',
    'Watch TcpExtTCPAbortOnData on the sender (nstat -az): it counts these closes, and also data that met a socket already closed.',
  ],
  references: [
    {
      kind: 'man',
      where: 'socket(7) SO_LINGER',
      says: 'The option and its structure; the linger time is in seconds.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.10.5',
      says: 'ABORT: queued data is discarded and a reset is sent in the synchronized states.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp.c __tcp_close, tcp_disconnect',
      says: 'Linger time 0 is looked at after unread data, and disconnects with SK_RST_REASON_TCP_STATE.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/snmp_counter.rst TcpExtTCPAbortOnData',
      says: 'Names SO_LINGER with 0 as the easy way to move this counter.',
    },
    {
      kind: 'man',
      where: 'socket(7) SO_ERROR',
      says: 'Gets the pending error and clears it.',
    },
    {
      kind: 'kernel',
      where: 'net/core/stream.c sk_stream_error',
      says: 'A write reports the pending error first and EPIPE, with SIGPIPE, only when there is none.',
    },
  ],
  claims: ['S27', 'S29', 'S31', 'S45'],
};
