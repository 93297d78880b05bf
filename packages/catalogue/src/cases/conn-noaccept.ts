import type { CaseEntry } from '../case.ts';
import { call, client, counter, handshake } from '../steps.ts';

const answeredByTheKernel = [...handshake, client('DATA')] as const;

export const connNoaccept: CaseEntry<'conn-noaccept', 'plain'> = {
  id: 'conn-noaccept',
  title: 'the server’s kernel takes the connection and its data, but no program ever accepts it',
  phase: 'connecting',
  benign: false,
  endedBy: 'nobody',
  about:
    'listen() is all it takes: from then on the kernel completes handshakes by itself and puts the connections into the ' +
    'accept queue. It acknowledges data for them too. accept() only fetches a connection that has long been there. So a ' +
    'program whose accept loop is stuck, deadlocked or simply not written yet has clients that connect, send, see ' +
    'everything acknowledged, and wait for an answer for ever. A successful connect, and an ACK, prove a living kernel, ' +
    'not a living program.',
  variants: [
    {
      name: 'plain',
      about: 'The server listens and does nothing else. The client connects, sends and waits for an answer.',
      clientSees: 'connect 0, send ok, recv never returns',
      serverSees: 'nothing: it makes no call',
      expects: {
        calls: {
          client: [
            call('connect', '0', { note: 'by the kernel alone' }),
            call('send', 'some', { note: 'and acknowledged, too' }),
            call('recv', 'blocked', { note: 'nobody will answer' }),
          ],
          server: [],
        },
        wire: { client: answeredByTheKernel, middle: answeredByTheKernel, server: answeredByTheKernel },
        kernel: {
          resets: [],
          counters: [
            counter('server', 'Tcp.PassiveOpens', 1),
            counter('server', 'TcpExt.ListenOverflows', 'none'),
            counter('client', 'Tcp.RetransSegs', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'A normal handshake, data, its acknowledgement within a round trip, and then nothing more from the server.',
    middle: 'The same packets.',
    server: 'The same packets: everything that leaves here was made by the kernel.',
  },
  provenBy:
    '`ss -tanp` on the server shows the connection as ESTAB without a process, and the listener’s Recv-Q in `ss -tln` is above ' +
    '0. File descriptors are free: `ls /proc/PID/fd | wc -l` is below the limit in /proc/PID/limits, and no accept() fails with ' +
    'EMFILE.',
  advice: [
    'On the server: `ss -tlnp` shows connections that wait (Recv-Q of the listener); `ss -tanp` shows them ESTAB without a process. Then look at what the accepting thread does: `cat /proc/PID/stack`, a thread dump, strace -p.',
    'Let health checks ask a question and wait for the answer. A check that only connects stays green here.',
    'Bound every wait for an answer (SO_RCVTIMEO, poll with a timeout, http client timeouts). Keepalive and TCP_USER_TIMEOUT do not help: the kernel answers both.',
    'Keep accept() in a thread or loop of its own that does nothing slow, and hand connections on.',
  ],
  references: [
    {
      kind: 'man',
      where: 'listen(2) NOTES',
      says: 'The backlog counts completely established sockets that wait to be accepted.',
    },
    {
      kind: 'man',
      where: 'accept(2)',
      says: 'Takes the first connection off the queue of pending ones; it has no part in the handshake.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_minisocks.c tcp_check_req',
      says: 'The third ACK makes the full socket and queues it on the listener, whether or not anybody waits in accept().',
    },
  ],
  claims: ['S05'],
};
