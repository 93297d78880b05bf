import type { CaseEntry } from '../case.ts';
import { call, client, counter, handshake, reset, server } from '../steps.ts';

const wire = [...handshake, client('DATA'), server('RST-A')];

export const closePeerKilledUnread: CaseEntry<'close-peer-killed-unread', 'plain'> = {
  id: 'close-peer-killed-unread',
  title: 'a process dies with received bytes unread, and its kernel resets the connection',
  phase: 'closing',
  benign: false,
  endedBy: 'server',
  about:
    'A process is killed or crashes while a request that has arrived, and was acknowledged, waits in its receive ' +
    'queue. The kernel closes the descriptor for it, finds bytes that nobody will ever read and sends a reset instead ' +
    'of a FIN. The peer sees "connection reset by peer". This is how a busy server dies: connections that are idle at ' +
    'that moment get a FIN, those with a request in the queue a reset, so one kill -9 shows as a mixture of end of ' +
    'file and ECONNRESET at its clients.',
  variants: [
    {
      name: 'plain',
      about:
        'The client sends 6 bytes. They reach the queue of the server, which does not read them and is killed with ' +
        'SIGKILL. The client looks at the reset with poll() and select(), then reads, reads again and writes.',
      clientSees: 'poll IN|OUT|ERR|HUP|RDHUP, select R|W, recv ECONNRESET, recv 0, send EPIPE',
      serverSees: 'killed by SIGKILL with 6 bytes unread',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some', { note: 'and the bytes were acknowledged' }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP'),
            call('select', 'ready R|W', { note: 'a reset is not an exception to select' }),
            call('recv', 'ECONNRESET', { note: 'told once' }),
            call('recv', '0', { note: 'from now on it looks like a clean end' }),
            call('send', 'EPIPE'),
            call('close', '0'),
          ],
          server: [
            call('accept', 'ok'),
            call('poll', 'ready IN|OUT', { note: 'the request is in the queue' }),
            call('exit', 'killed SIGKILL'),
          ],
        },
        wire: { client: wire, middle: wire, server: wire },
        kernel: {
          resets: [reset('server', 'TCP_ABORT_ON_CLOSE')],
          counters: [
            counter('server', 'TcpExt.TCPAbortOnClose', 1),
            counter('server', 'TcpExt.TCPAbortOnData', 'none'),
            counter('server', 'Tcp.OutRsts', 1),
            counter('client', 'Tcp.EstabResets', 1),
            counter('client', 'Tcp.OutRsts', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'The data is acknowledged; then RST with ACK, a window that is not 0, and timestamps if they were agreed on: ' +
      'a live socket was aborted. No FIN before it.',
    middle: 'The same packets, together with FINs on other connections of the same host in the same instant.',
    server: 'The same packets: the reset leaves from here.',
  },
  provenBy:
    'TcpExtTCPAbortOnClose grows on the host of the reset (`nstat -az`), and its process was killed from outside: status 137, or ' +
    'the OOM killer in `journalctl -k`. All its other connections end with a FIN or a reset in the same instant.',
  advice: [
    'Look for the death first: exit code 137, OOMKilled, the kernel log, a deployment that sends SIGKILL because the ' +
      'grace period after SIGTERM (30 s by default in Kubernetes, 90 s in systemd) was too short.',
    'On SIGTERM stop accepting, read and answer what has arrived, then close. Whoever closes without reading produces the same reset.',
    'In the client, retry only what may be done twice: acknowledged bytes were in the kernel, but perhaps also in the program.',
    'On recv() ECONNRESET forget the socket. The calls after it say end of file and broken pipe, which hides the cause in the log.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 2525 section 2.17',
      says: 'Ending a connection with received data pending calls for a reset, so that the sender knows of the loss.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp.c __tcp_close',
      says: 'The receive queue is emptied; if anything was in it, the socket is reset with TCP_ABORT_ON_CLOSE.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/snmp_counter.rst TcpExtTCPAbortOnClose',
      says: 'Counts closes with data that the application had not read.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_reset',
      says: 'A reset in ESTABLISHED leaves ECONNRESET on the socket, one in CLOSE-WAIT leaves EPIPE.',
    },
  ],
  claims: ['S30', 'S33', 'S40'],
};
