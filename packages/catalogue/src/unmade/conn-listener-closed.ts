import type { UnmadeCase } from '../case.ts';

export const connListenerClosed: UnmadeCase<'conn-listener-closed'> = {
  id: 'conn-listener-closed',
  notMadeHereYet: true,
  title: 'a listener closes while connections wait in its queue, and they are reset',
  phase: 'connecting',
  benign: false,
  endedBy: 'server',
  about:
    'A server closes its listening socket, by a restart, a graceful shutdown or a crash, while completed ' +
    'handshakes wait in its accept queue. Nobody will ever accept them, so the kernel resets each one. Their ' +
    'clients had connected successfully and perhaps sent a request that the kernel had acknowledged; they ' +
    'get ECONNRESET. A handshake that was not complete yet is not reset at once: its last ACK, or the first ' +
    'data, meets no socket and gets a bare reset then. During deployments a few clients hit this in every ' +
    'restart. The program never saw these connections, so nothing of the requests was carried out.',
  clientSees: 'connect 0, send ok, then recv ECONNRESET; then recv 0 and send EPIPE',
  serverSees: 'nothing: close of the listener returns 0 and accept had not returned them',
  onTheWire: {
    client:
      'A complete handshake, perhaps acknowledged data, then an RST with ACK in the middle of nothing: ' +
      'sequence number 1 counted from the server’s SYN, a real window, the timestamp option. For a handshake ' +
      'caught midway: a reset without ACK, window 0, IP id 0, in answer to data.',
    middle: 'The same packets.',
    server:
      'The same packets. Several connections are reset at the same instant; SYNs after that are refused.',
  },
  provenBy:
    'All waiting connections are reset at the moment at which the listener disappears (`ss -tln`, the ' +
    'service’s log, strace showing close of the listening descriptor), and new SYNs are refused from then ' +
    'on. TcpExtTCPAbortOnClose and TcpExtTCPAbortOnData stand still on the server, although TcpOutRsts and ' +
    'TcpEstabResets grow.',
  advice: [
    'Take the server out of the load balancer first, wait, accept what still comes, and close the listener last.',
    'Hand the listening socket over instead of closing it: socket activation by systemd, inheritance on ' +
      'restart (nginx, haproxy), so that the queue outlives the process.',
    'With SO_REUSEPORT each listener has its own queue; set net.ipv4.tcp_migrate_req to 1 so that waiting ' +
      'connections move to another listener of the group.',
    'Let clients retry a request on ECONNRESET without any byte of an answer, if it may be repeated.',
  ],
  references: [
    {
      kind: 'kernel',
      where: 'net/ipv4/inet_connection_sock.c inet_csk_listen_stop',
      says: 'Walks the accept queue of a closing listener and disconnects every child.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_migrate_req',
      says: 'Moves waiting connections to another listener of the same SO_REUSEPORT group.',
    },
  ],
};
