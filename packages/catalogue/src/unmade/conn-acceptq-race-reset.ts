import type { UnmadeCase } from '../case.ts';

export const connAcceptqRaceReset: UnmadeCase<'conn-acceptq-race-reset'> = {
  id: 'conn-acceptq-race-reset',
  notMadeHereYet: true,
  title: 'the accept queue fills mid-handshake, and the server resets the newcomer',
  phase: 'connecting',
  benign: false,
  endedBy: 'server',
  about:
    'The accept queue filled up between a client’s SYN and its last ACK, and the server runs with ' +
    'tcp_abort_on_overflow set to 1. Instead of leaving the request for later, the kernel answers the ACK, ' +
    'or the first data, with a reset. The client has connected successfully and loses the connection a ' +
    'moment later with ECONNRESET; connect() itself fails like that only when the reset lands while the call ' +
    'is still running. The setting does not touch the common overflow, where the queue is full already when ' +
    'the SYN comes: such SYNs are dropped silently all the same. While SYN cookies are in use the silent ' +
    'form happens even with the setting on.',
  clientSees: 'connect 0, send ok, then recv ECONNRESET; then send EPIPE',
  serverSees: 'nothing: accept never returns it',
  onTheWire: {
    client:
      'A complete handshake, and to the ACK or the first data a reset without ACK: sequence number 1 counted ' +
      'from the SYN-ACK’s, window 0, no options, IP id 0.',
    middle: 'The same packets, the reset with the TTL of the server’s other packets.',
    server: 'The same packets: the reset leaves here, right behind the handshake.',
  },
  provenBy:
    'On the server TcpExtListenOverflows and TcpExtEmbryonicRsts (`nstat -az`) grow by one with each such ' +
    'reset, and `sysctl net.ipv4.tcp_abort_on_overflow` is 1. A rebooted server or a closed listener moves ' +
    'neither ListenOverflows nor the queue in `ss -tln`.',
  advice: [
    'Set net.ipv4.tcp_abort_on_overflow back to 0: it turns a short burst into broken connections and helps ' +
      'only against a server that is hopelessly behind.',
    'Cure the full queue: accept faster, add workers, raise the backlog and net.core.somaxconn.',
    'Let clients retry once, after a short jittered pause, when a fresh connection is reset before any byte ' +
      'of an answer; the program on the server has not seen the request.',
  ],
  references: [
    {
      kind: 'man',
      where: 'tcp(7) tcp_abort_on_overflow',
      says: 'Resets new connections when the listener is too slow to accept them; can harm clients.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_minisocks.c tcp_check_req',
      says: 'With the setting on, an overflow at the last ACK sends a reset and counts EmbryonicRsts.',
    },
    {
      kind: 'kernel',
      where: 'include/net/rstreason.h',
      says: 'The reason traced for this reset on current kernels is INVALID_SYN.',
    },
  ],
};
