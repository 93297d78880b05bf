import type { UnmadeCase } from '../case.ts';

export const connCarrierLost: UnmadeCase<'conn-carrier-lost'> = {
  id: 'conn-carrier-lost',
  notMadeHereYet: true,
  title: 'the far end of the link is down: ARP requests go out, no packet follows',
  phase: 'connecting',
  benign: false,
  endedBy: 'path',
  about:
    'The client’s interface is switched on, but its link has no carrier: a pulled cable, a switch port that ' +
    'is shut, the other half of a virtual pair that is down. The route may stay in the table, so connect() ' +
    'does not fail at once as it does when the interface itself is down. SYNs are queued behind an address ' +
    'resolution that nobody answers, and after about 4 s the kernel reports EHOSTUNREACH to itself. Where ' +
    'the system reacts to the loss and removes the routes, the same attempt ends at once with ENETUNREACH: ' +
    'see conn-local-route.',
  clientSees: 'connect EHOSTUNREACH after about 4 s',
  serverSees: 'nothing: the SYN does not reach it',
  onTheWire: {
    client:
      'ARP requests for the next hop at most, and no IP packet. The ICMP error that ends the attempt is the ' +
      'client’s own and runs over lo.',
    middle: 'Nothing.',
    server: 'Nothing.',
  },
  provenBy:
    '`ip link` on the client shows NO-CARRIER (or LOWERLAYERDOWN) on the interface that `ip route get ' +
    'ADDRESS` names, and the next hop is FAILED in `ip neigh`. With a living link and a missing neighbour ' +
    'the interface shows LOWER_UP.',
  advice: [
    'Look at the link, not at the routes: `ip -br link`, `ethtool DEV` (link detected), the kernel log for ' +
      '"Link is Down", then cable, switch port or the host of the virtual machine.',
    'Set net.ipv4.conf.DEV.ignore_routes_with_linkdown to 1 where a second path exists: routes over a dead ' +
      'link are then passed over at once.',
    'Bond two links, or let a routing daemon withdraw the route, if one cable must not stop the service.',
  ],
  references: [
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst ignore_routes_with_linkdown',
      says: 'By default a route over a link without carrier is still used.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/arp.c arp_error_report',
      says:
        'Packets that waited for a neighbour are answered with host unreachable towards the sender, here the ' +
        'own host.',
    },
    {
      kind: 'man',
      where: 'netdevice(7) IFF_UP, IFF_RUNNING, IFF_LOWER_UP',
      says: 'Being switched on and having a carrier are two different flags.',
    },
  ],
};
