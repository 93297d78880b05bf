import type { CaseEntry } from '../case.ts';
import { call, client, counter, handshake, server } from '../steps.ts';

const wire = [...handshake, client('DATA'), client('FIN'), server('DATA'), server('FIN')];

export const closeHalf: CaseEntry<'close-half', 'plain'> = {
  id: 'close-half',
  title: 'one side ends its sending, reads the reply, and both close',
  phase: 'closing',
  benign: true,
  endedBy: 'client',
  about:
    'A TCP connection is two streams, and each ends by itself. shutdown(fd, SHUT_WR) ends the own one: the kernel ' +
    'sends a FIN and the program may go on reading for as long as it likes. The peer reads end of file, which means ' +
    '"I have all of the request", not "the other side is gone": its answer still arrives. Then it closes, and both ' +
    'ends know that nothing was lost. Old tools that mark the end of a request this way, and new ones that drain a ' +
    'connection before closing it, depend on it. What breaks is the program between them that takes the first FIN ' +
    'for the end of everything: a proxy that then closes both directions, or a runtime that closes its own side as ' +
    'soon as it reads end of file.',
  variants: [
    {
      name: 'plain',
      about:
        'The client sends a request and shuts its sending down. The server reads to end of file, answers and closes. ' +
        'The client reads the answer to its end and closes.',
      clientSees: 'the reply, then recv 0',
      serverSees: 'the request, then recv 0; the send after it succeeds and is read',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('shutdown', '0', { what: 'SHUT_WR' }),
            call('recv', 'some', { note: 'the reply, after the own FIN' }),
            call('poll', 'ready IN|OUT|HUP|RDHUP', { note: 'HUP: both directions are over. No ERR' }),
            call('recv', '0'),
            call('close', '0'),
          ],
          server: [
            call('accept', 'ok'),
            call('recv', 'some'),
            call('poll', 'ready IN|OUT|RDHUP', { note: 'no HUP: this side can still send' }),
            call('recv', '0', { note: 'end of the request, not of the connection' }),
            call('send', 'some'),
            call('close', '0'),
          ],
        },
        wire: { client: wire, middle: wire, server: wire },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'Tcp.OutRsts', 'none'),
            counter('server', 'Tcp.OutRsts', 'none'),
            counter('client', 'Tcp.EstabResets', 'none'),
            counter('server', 'Tcp.EstabResets', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'The own FIN, then data from the peer that is acknowledged (not answered by a reset), then its FIN. Acknowledged ' +
      'data after the first FIN is the proof of a half-close.',
    middle:
      'The same packets. A firewall that shortens its timeout at the first FIN must still let the answer pass.',
    server: 'The same packets. In between, ss shows CLOSE-WAIT here and FIN-WAIT-2 at the client.',
  },
  provenBy:
    'Data after the first FIN is acknowledged and read: `strace -f -e trace=shutdown,recvfrom,read` on the side of that FIN shows ' +
    'shutdown(SHUT_WR), then reads until 0. Meanwhile `ss -tanp` says FIN-WAIT-2 with a process there and CLOSE-WAIT on the other host.',
  advice: [
    'Treat end of file as the end of the input only. Answer what is left to answer, then close.',
    'Check the runtime: Node closes its own side at end of file unless the server or socket was made with ' +
      'allowHalfOpen: true; in Go use CloseWrite() on a *net.TCPConn, in Java Socket.shutdownOutput().',
    'In a proxy, pass each FIN on as shutdown(SHUT_WR) towards the other side and close only when both directions have ended.',
    'Bound the wait: the kernel never expires FIN-WAIT-2 while a program holds the socket, so give the reader a deadline.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6.1',
      says: 'The two directions are closed independently; a host may go on sending on a half-closed connection.',
    },
    {
      kind: 'man',
      where: 'shutdown(2)',
      says: 'SHUT_WR ends the sending direction and leaves the receiving one alone.',
    },
    {
      kind: 'man',
      where: 'poll(2) POLLRDHUP',
      says: 'Reports that the peer closed, or shut down the writing half of the connection.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp.c tcp_poll',
      says: "Sets RDHUP at the peer's FIN, HUP only when both directions are shut down.",
    },
  ],
  claims: [],
};
