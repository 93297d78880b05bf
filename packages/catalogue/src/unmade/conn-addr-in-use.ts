import type { UnmadeCase } from '../case.ts';

export const connAddrInUse: UnmadeCase<'conn-addr-in-use'> = {
  id: 'conn-addr-in-use',
  notMadeHereYet: true,
  title: 'bind() fails because the address is taken, or still in TIME-WAIT',
  phase: 'connecting',
  benign: false,
  endedBy: 'server',
  about:
    'A server wants an address and port that something else holds: another instance, a second listener with ' +
    '0.0.0.0, a client connection that happens to use that port, or the TIME-WAIT remains of its own ' +
    'previous life. bind(), or sometimes listen(), fails with EADDRINUSE and the service does not start. ' +
    'With SO_REUSEADDR set before bind(), by the old process and by the new one, Linux lets a listener start ' +
    'over TIME-WAIT and over old connections, but never over another listener. Most servers set it; small ' +
    'tools forget. A port inside the ephemeral range can be lost to any outgoing connection, even the ' +
    'service’s own client.',
  clientSees: 'connect ECONNREFUSED while nobody listens, or an answer from the wrong program',
  serverSees: 'bind EADDRINUSE (some frameworks report it from listen)',
  onTheWire: {
    client: 'No packet: the failure is local. Clients are refused, or reach whoever holds the port.',
    middle: 'No packet of this call.',
    server: 'No packet. Before it perhaps the FINs of the earlier connections whose TIME-WAIT is in the way.',
  },
  provenBy:
    '`ss -tanp sport = :PORT` on the server names the holder: a LISTEN line with another process, or only ' +
    'TIME-WAIT lines without one. In the second case bind() succeeds 60 s later.',
  advice: [
    'See who holds it: `ss -tanp sport = :PORT`. An old instance has to end first; check that the restart ' +
      'waits for it.',
    'Set SO_REUSEADDR before bind() in every server. It does not allow two listeners, only a restart over ' +
      'TIME-WAIT.',
    'Choose ports below the ephemeral range, or list yours in net.ipv4.ip_local_reserved_ports, so that no ' +
      'outgoing connection takes them.',
    'For two instances at once on purpose, use SO_REUSEPORT in both, with the same uid; otherwise hand the ' +
      'socket over (socket activation).',
  ],
  references: [
    {
      kind: 'man',
      where: 'bind(2) EADDRINUSE',
      says: 'The address is already in use.',
    },
    {
      kind: 'man',
      where: 'socket(7) SO_REUSEADDR, SO_REUSEPORT',
      says: 'What each of the two options allows.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst ip_local_reserved_ports',
      says: 'Ports that automatic choice leaves alone.',
    },
  ],
};
