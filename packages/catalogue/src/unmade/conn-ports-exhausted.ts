import type { UnmadeCase } from '../case.ts';

export const connPortsExhausted: UnmadeCase<'conn-ports-exhausted'> = {
  id: 'conn-ports-exhausted',
  notMadeHereYet: true,
  title: 'no free local port is left for this destination',
  phase: 'connecting',
  benign: false,
  endedBy: 'client',
  about:
    'Each connection needs its own pair of local address and port towards one destination, and the ephemeral ' +
    'range holds about 28000 ports by default. A client that opens and closes fast keeps most of them in ' +
    'TIME-WAIT for 60 s: some 470 connections a second to one address and port are the most it can sustain. ' +
    'When none is free, connect() fails at once with EADDRNOTAVAIL; a program that first binds an address ' +
    'with port 0 gets EADDRINUSE from bind(). Other destinations still work, because the four-tuple only has ' +
    'to be unique. Proxies and load balancers with one backend address meet it first, and a NAT with one ' +
    'outside address meets the same limit for all of its clients together.',
  clientSees: 'connect EADDRNOTAVAIL at once; or bind EADDRINUSE, where it binds an address first',
  serverSees: 'nothing',
  onTheWire: {
    client: 'No packet: the call fails before a SYN is made.',
    middle: 'No packet.',
    server: 'No packet.',
  },
  provenBy:
    '`ss -tan dst ADDR:PORT | wc -l` on the client is about as large as the range in `sysctl ' +
    'net.ipv4.ip_local_port_range`, mostly TIME-WAIT, and another destination still connects. A source ' +
    'address that is not there fails with EADDRNOTAVAIL too, but from bind() and for every destination.',
  advice: [
    'Reuse connections: keep-alive and a pool. It cures the cause; everything else buys room.',
    'Set net.ipv4.tcp_tw_reuse to 1 on the client: ports in TIME-WAIT are free for it again after a second, ' +
      'if both ends use timestamps. The default of 2 does that on loopback only.',
    'Widen net.ipv4.ip_local_port_range, add source addresses, or let the service listen on more ports or ' +
      'addresses: each multiplies the pairs.',
    'When binding a source address without a port, set IP_BIND_ADDRESS_NO_PORT first; the port is then ' +
      'chosen at connect() and may be shared between destinations.',
  ],
  references: [
    {
      kind: 'man',
      where: 'connect(2) EADDRNOTAVAIL, ip(7) IP_BIND_ADDRESS_NO_PORT',
      says: 'All ephemeral ports are in use; choosing the port late makes more of them usable.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst ip_local_port_range, tcp_tw_reuse',
      says: 'The range of 32768 to 60999, and when a port in TIME-WAIT may be taken again.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/inet_hashtables.c __inet_hash_connect',
      says: 'Searches the range for a port whose four-tuple is free.',
    },
  ],
};
