import type { UnmadeCase } from '../case.ts';

export const sendRcvmem: UnmadeCase<'send-rcvmem'> = {
  id: 'send-rcvmem',
  title: 'the receiver’s kernel has no memory left for arriving data and drops it',
  phase: 'sending',
  benign: false,
  endedBy: 'nobody',
  about:
    'The data arrives, but the receiver’s kernel may not use more memory for it: the container’s limit for ' +
    'socket memory is reached, or the one for the whole host (tcp_mem). It then drops segments that fit into the ' +
    'window it had announced itself, and that is why it looks like loss on the network. It shrinks the window as ' +
    'well, often to 0 and back. The sender repeats and slows down; the transfer crawls or stands still, without ' +
    'an error on either side. Many connections with slow readers on one host, or a tight limit on one service, ' +
    'bring it about.',
  onTheWire: {
    client:
      'Data is not acknowledged and is repeated, though it fits the announced window; the window in the server’s ' +
      'ACKs flaps between 0 and some value.',
    middle: 'The same packets: nothing is lost on the way.',
    server: 'The data does arrive here, and yet no ACK follows; later copies of it are accepted.',
  },
  clientSees:
    'send slows down: partial counts, EAGAIN or blocking. No error unless it lasts as long as a timeout',
  serverSees: 'recv gets the data late and in pieces; no error',
  provenBy:
    'On the receiver nstat -az shows TcpExtTCPRcvQDrop and TcpExtPruneCalled growing, while a capture there has ' +
    'the segments that the sender repeats: so they were not lost on the way. cat /proc/net/sockstat against ' +
    'tcp_mem, or the memory statistics of the service’s cgroup, names the limit.',
  advice: [
    'Raise the limit that bites: the memory limit of the service’s cgroup, or net.ipv4.tcp_mem for the host.',
    'Find the slow readers: ss -tnm sorted by Recv-Q shows who keeps the memory.',
    'Use fewer connections, or a smaller upper value in net.ipv4.tcp_rmem, so that a single one cannot take so ' +
      'much.',
  ],
  references: [
    {
      kind: 'man',
      where: 'tcp(7) tcp_mem',
      says: 'The three thresholds of memory that all TCP sockets of the host share.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/snmp_counter.rst TcpExtPruneCalled',
      says: 'The kernel tries to win back memory from a socket’s receive queues.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_data_queue()',
      says: 'Drops a segment for which no memory can be had and counts it in TCPRcvQDrop.',
    },
  ],
  notMadeHereYet: true,
};
