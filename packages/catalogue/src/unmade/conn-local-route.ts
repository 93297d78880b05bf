import type { UnmadeCase } from '../case.ts';

export const connLocalRoute: UnmadeCase<'conn-local-route'> = {
  id: 'conn-local-route',
  notMadeHereYet: true,
  title: 'the client’s own routing table knows no way there, or forbids it',
  phase: 'connecting',
  benign: false,
  endedBy: 'client',
  about:
    'connect() looks up a route before it sends anything, and the lookup fails. The errno tells which entry ' +
    'it met: ENETUNREACH for no route at all (a deleted default route, an interface that is down), ' +
    'EHOSTUNREACH for a route of type unreachable, EACCES for prohibit, EINVAL for blackhole. The call fails ' +
    'at once, in no measurable time. It happens at boot before the network is up, when a VPN or Wi-Fi drops ' +
    'and takes the default route along, in containers without a network, and with an IPv6 address on a host ' +
    'that has only IPv4. Nothing has left the host, so a retry repeats nothing.',
  clientSees: 'connect ENETUNREACH, EHOSTUNREACH, EACCES or EINVAL, at once',
  serverSees: 'nothing',
  onTheWire: {
    client: 'No packet at all. Not even an ARP request.',
    middle: 'No packet.',
    server: 'No packet.',
  },
  provenBy:
    '`ip route get ADDRESS` on the client fails with the same error as connect(), and a capture on all its ' +
    'interfaces stays empty. Without a route IpExtOutNoRoutes grows (`nstat -az`).',
  advice: [
    'Run `ip route get ADDRESS` (and `ip rule`, for policy routing) as the failing program would: in its ' +
      'network namespace, with its source address and mark.',
    'See what took the route away: `ip -br link`, `ip -br addr`, the log of the network manager or of the ' +
      'VPN client.',
    'Let services that need the network start after network-online.target, and retry with a pause instead of ' +
      'giving up.',
    'With names that have IPv4 and IPv6 addresses, try the next address on ENETUNREACH before reporting a ' +
      'failure.',
  ],
  references: [
    {
      kind: 'man',
      where: 'connect(2) ENETUNREACH',
      says: 'The network is unreachable.',
    },
    {
      kind: 'man',
      where: 'ip-route(8) unreachable, prohibit, blackhole, throw',
      says: 'The route types, with the error that local senders get from each.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/fib_semantics.c fib_props',
      says: 'Which error belongs to which type of route.',
    },
  ],
};
