import type { CaseEntry } from '../case.ts';
import { atLeast, call, client, counter, handshake, server } from '../steps.ts';

const kernelAnswers = [...handshake, client('DATA'), client('KEEPALIVE', { times: atLeast(2) })] as const;
const answeredLate = [...handshake, client('DATA'), server('DATA')] as const;

export const idleFrozenPeer: CaseEntry<'idle-frozen-peer', 'plain' | 'resumes'> = {
  id: 'idle-frozen-peer',
  title: 'the peer’s program is frozen while its kernel keeps answering for it',
  phase: 'idle',
  benign: false,
  endedBy: 'nobody',
  about:
    'The process at the other end is stopped, in a debugger, deadlocked, in a long garbage collection, waiting for a dead ' +
    'disk, or its virtual CPU is not being run. Its kernel is well: it acknowledges data until the receive buffer is ' +
    'full, and it answers keepalive probes. So TCP is content, and every timer that asks TCP (SO_KEEPALIVE, ' +
    'TCP_USER_TIMEOUT, retransmission) stays quiet; the connection would stand for years. When the buffer is full, the ' +
    'window goes to 0 and it becomes send-zero-window. Only a question to the program itself, with a limit on the ' +
    'answer, finds it.',
  variants: [
    {
      name: 'plain',
      about:
        'The server’s process is stopped with SIGSTOP. The client has keepalive after 1 s, sends a request and waits.',
      clientSees: 'send ok, then no answer, no error, no end of file',
      serverSees: 'nothing: it does not run',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some', { note: 'acknowledged by the kernel' }),
            call('poll', 'timeout', { note: 'after two answered probes: still no answer and no error' }),
          ],
          server: [call('accept', 'ok')],
        },
        wire: { client: kernelAnswers, middle: kernelAnswers, server: kernelAnswers },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'TcpExt.TCPKeepAlive'),
            counter('client', 'TcpExt.TCPAbortOnTimeout', 'none'),
            counter('client', 'Tcp.EstabResets', 'none'),
          ],
        },
      },
    },
    {
      name: 'resumes',
      about:
        'The process is stopped, then continued: it reads the request that has been waiting and answers.',
      clientSees: 'send ok, a wait, recv ok',
      serverSees: 'recv and send ok: it does not know that time has passed',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('poll', 'timeout', { note: 'while the process is stopped' }),
            call('poll', 'ready IN|OUT'),
            call('recv', 'some'),
          ],
          server: [
            call('accept', 'ok'),
            call('poll', 'ready IN|OUT'),
            call('recv', 'some'),
            call('send', 'some'),
          ],
        },
        wire: { client: answeredLate, middle: answeredLate, server: answeredLate },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'TcpExt.TCPAbortOnTimeout', 'none'),
            counter('client', 'Tcp.EstabResets', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'Data is acknowledged within a round trip and so is every keepalive probe; no data ever comes back. The acknowledgements’ window shrinks as requests pile up unread.',
    middle: 'The same packets.',
    server: 'The same packets: all that leaves here was made by the kernel.',
  },
  provenBy:
    '`ss -tanp` on the server shows the connection with its process and bytes in Recv-Q, and `ps -o pid,stat,wchan -p PID` shows ' +
    'that the process does not run: T, t or D, or always the same place in a thread dump.',
  advice: [
    'Put a limit on every answer (poll with a timeout, SO_RCVTIMEO, the deadline of the client library) and a heartbeat in the protocol for connections that wait long; neither keepalive nor TCP_USER_TIMEOUT can see this.',
    'Answer the heartbeat from the thread that does the work, or tie it to its progress: a ping answered by a separate thread stays green while the work is stuck.',
    'On the server: `ss -tanp` shows bytes in Recv-Q of an owned socket; `ps -o pid,stat,wchan -p PID` shows T (stopped), t (traced) or D (waiting for a device); then a thread dump or gdb -p.',
    'After a limit ran out, close and go to another server; be ready for the request to be carried out later all the same, when the process wakes up.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.4',
      says: 'A keep-alive asks whether the peer’s TCP still has the connection; it says nothing about the program above it.',
    },
    {
      kind: 'man',
      where: 'tcp(7) TCP_USER_TIMEOUT',
      says: 'Bounds how long data may stay unacknowledged; here it is acknowledged, so the option has nothing to do.',
    },
    {
      kind: 'man',
      where: 'signal(7) SIGSTOP, SIGCONT',
      says: 'Stop and continue a process; the first cannot be caught, so no program can announce it.',
    },
  ],
  claims: [],
};
