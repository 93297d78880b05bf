import type { CaseEntry } from '../case.ts';
import { call, client, counter, handshake, server } from '../steps.ts';

const wire = [...handshake, client('DATA'), server('DATA'), server('FIN'), client('FIN')];

const noResets = [
  counter('client', 'Tcp.OutRsts', 'none'),
  counter('server', 'Tcp.OutRsts', 'none'),
  counter('server', 'Tcp.EstabResets', 'none'),
  counter('server', 'TcpExt.TCPAbortOnClose', 'none'),
] as const;

export const closePeerExit: CaseEntry<'close-peer-exit', 'plain' | 'crash'> = {
  id: 'close-peer-exit',
  title: 'a process dies with nothing unread, and its kernel says goodbye for it',
  phase: 'closing',
  benign: false,
  endedBy: 'server',
  about:
    'A process is killed (kill -9, the OOM killer) or crashes while its connections are idle. A dead process cannot ' +
    'close anything, but its kernel lives: it closes every descriptor and sends a FIN on every connection whose ' +
    'receive queue is empty. The peer reads end of file, exactly as after a polite close. That a crash shows itself ' +
    'as a reset is a widespread mistake; it does so only where received bytes lay unread, or where the peer goes on ' +
    'sending. Only the death of the whole host, or of the path to it, is silent.',
  variants: [
    {
      name: 'plain',
      about:
        'Client and server exchange one line. The client waits in recv() for more when the server is killed with SIGKILL.',
      clientSees: 'recv 0: end of file, no error',
      serverSees: 'killed by SIGKILL; its program cannot react',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('recv', 'some'),
            call('recv', '0', { note: 'the FIN of a dead process' }),
            call('close', '0'),
          ],
          server: [
            call('accept', 'ok'),
            call('recv', 'some'),
            call('send', 'some'),
            call('exit', 'killed SIGKILL'),
          ],
        },
        wire: { client: wire, middle: wire, server: wire },
        kernel: { resets: [], counters: noResets },
      },
    },
    {
      name: 'crash',
      about: 'The same, but the server crashes: abort(), as a failed assertion does.',
      clientSees: 'recv 0: end of file, no error',
      serverSees: 'killed by SIGABRT',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('recv', 'some'),
            call('recv', '0', { note: 'a crash looks no different' }),
            call('close', '0'),
          ],
          server: [
            call('accept', 'ok'),
            call('recv', 'some'),
            call('send', 'some'),
            call('exit', 'killed SIGABRT'),
          ],
        },
        wire: { client: wire, middle: wire, server: wire },
        kernel: { resets: [], counters: noResets },
      },
    },
  ],
  onTheWire: {
    client:
      'A FIN from the server out of a quiet connection, acknowledged. No RST, unless the client writes afterwards: ' +
      'then the picture is that of close-reader-exits.',
    middle: 'The same packets, often on many connections of one host in the same instant.',
    server:
      'The same packets. All connections of the process that had nothing unread end within milliseconds; the others ' +
      'are reset in the same instant.',
  },
  provenBy:
    'No packet and no counter says it. The host of the FIN has the death on record: status 137 (SIGKILL) or 134 (SIGABRT), a ' +
    'core dump (`coredumpctl list`), the OOM killer in `journalctl -k`, a restarted container; and the connection was quiet, with no ' +
    'outage before (TcpExtTCPTimeouts stands still).',
  advice: [
    'Handle end of file on idle connections: a pool must watch its idle sockets for readability and throw away those ' +
      'at end of file, or test one with recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) before it lends it out.',
    'After end of file reconnect with a random delay: all clients of the dead process see it at the same time.',
    'To learn why, go to the host of the FIN: systemctl status, journalctl -k for the OOM killer, coredumpctl, ' +
      'kubectl describe pod (OOMKilled, exit code 137).',
    'Do not count on a FIN: a host without power sends none. Keepalive or a heartbeat finds that (see idle-cut).',
  ],
  references: [
    {
      kind: 'man',
      where: '_exit(2)',
      says: 'The end of a process closes its descriptors, whatever ended it.',
    },
    {
      kind: 'man',
      where: 'signal(7)',
      says: 'SIGKILL cannot be caught; SIGABRT is what abort(3) raises.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp.c __tcp_close',
      says: 'One function for close() and for the end of a process: unread data decides between FIN and reset.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6',
      says: 'The receiver of a FIN learns that no more data will come, not why.',
    },
  ],
  claims: ['S23', 'S40'],
};
