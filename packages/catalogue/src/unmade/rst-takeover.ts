import type { UnmadeCase } from '../case.ts';

export const rstTakeover: UnmadeCase<'rst-takeover'> = {
  id: 'rst-takeover',
  title: 'the server’s address moves to a host that does not know the connection',
  phase: 'idle',
  benign: false,
  endedBy: 'server',
  about:
    'A virtual address fails over to the second machine, a container is restarted elsewhere with the same ' +
    'address, a load balancer without shared state sends the connection to another backend, or two hosts have ' +
    'the same address by mistake. The client’s next segment reaches a host that never had the connection, and ' +
    'its kernel answers with a reset. The old host, if it lives, still shows the connection as ESTABLISHED. For ' +
    'the client it is the same as a reboot of the server: the write succeeds, the read after it says ECONNRESET. ' +
    'Fail-over does save the service, but not its connections.',
  onTheWire: {
    client:
      'Data, then a bare reset. Its TTL may be another than the SYN-ACK’s; on the same link its hardware address ' +
      'is another.',
    middle:
      'From a certain time on the packets for the address go another way, or to another hardware address.',
    server:
      'On the old host nothing comes any more. On the new one a segment without a handshake arrives and is ' +
      'answered by a bare reset.',
  },
  clientSees: 'send ok, recv ECONNRESET, then send EPIPE',
  serverSees:
    'on the old host nothing: the connection stays established; on the new one no program sees anything',
  provenBy:
    'ip neigh (or arping) on the server’s network shows another hardware address behind the IP address than ' +
    'before, often after a gratuitous ARP, and TcpOutRsts grew on the new host with reason NO_SOCKET or ' +
    'TCP_FLAGS. The old host, if it lives, still lists the connection as ESTAB, which a reboot would not leave.',
  advice: [
    'Reconnect and go on: let clients treat a reset on an idle connection as a fail-over, with a short wait of ' +
      'random length before the retry.',
    'In a planned move, drain first: let the old host close its connections in order before the address goes.',
    'Load balancers: hash consistently, or share the connection table, so that a change of backends does not ' +
      'move connections that exist.',
    'Use keepalive on both ends. The old host’s connections would otherwise stay for ever.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5.1',
      says: 'A half-open connection: one end does not know it (any more) and answers with a reset.',
    },
    {
      kind: 'rfc',
      where: 'RFC 5227 section 2.4',
      says: 'How a host notices that another one uses its address.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_ipv4.c tcp_v4_rcv()',
      says: 'A segment without a socket: reset with reason NO_SOCKET.',
    },
  ],
  notMadeHereYet: true,
};
