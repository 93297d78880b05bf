import type { UnmadeCase } from '../case.ts';

export const connIcmpNet: UnmadeCase<'conn-icmp-net'> = {
  id: 'conn-icmp-net',
  notMadeHereYet: true,
  title: 'a router without a route answers the SYN with ICMP network unreachable',
  phase: 'connecting',
  benign: false,
  endedBy: 'middle',
  about:
    'The SYN gets as far as a router that knows no route to the destination’s network, and no default route ' +
    'either. It answers with ICMP destination unreachable, code 0, and connect() fails with ENETUNREACH ' +
    'after a round trip. A filter can give the same answer on purpose, with code 0 or code 9 (network ' +
    'administratively prohibited). Typical stories: a route withdrawn by a routing protocol, a VPN that is ' +
    'down, a private address that leaked out to a router of the internet. The same errno without any packet ' +
    'comes from the client’s own table: see conn-local-route. On a connection that is already open this ' +
    'error would only be noted.',
  clientSees: 'connect ENETUNREACH after one round trip',
  serverSees: 'nothing: the SYN does not reach it',
  onTheWire: {
    client:
      'One SYN, and within a round trip ICMP type 3 code 0 (or 9) that quotes it. The source address of the ' +
      'ICMP packet is the router that gave up. No SYN is repeated.',
    middle: 'At the router: the SYN in, the ICMP error out. Behind it: nothing.',
    server: 'Nothing.',
  },
  provenBy:
    'A SYN leaves the client and IcmpInDestUnreachs grows there (`nstat -az`); with a missing route of its ' +
    'own no SYN leaves and IpExtOutNoRoutes grows instead. `ip route get ADDRESS` on the router that the ' +
    'ICMP error comes from fails, or a reject rule there counts.',
  advice: [
    'Log in to the router that sent the error, or ask its owner: `ip route get ADDRESS`, and for code 9 its ' +
      'filter rules.',
    'See where the path ends with `traceroute -T -p PORT ADDRESS`: the last hop, marked !N, is that router.',
    'Check the address itself: a private one (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16) needs the VPN or ' +
      'the right network.',
    'Retry after a pause: routes come back, and the request has not been sent.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 1812 section 5.2.7.1',
      says: 'A router without a route to the destination sends destination unreachable with code 0.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/icmp.c icmp_err_convert',
      says: 'Codes 0 and 9 become ENETUNREACH.',
    },
    {
      kind: 'man',
      where: 'connect(2) ENETUNREACH',
      says: 'The network cannot be reached; the call does not say whether the own host or a router said so.',
    },
  ],
};
