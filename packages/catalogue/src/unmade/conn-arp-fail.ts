import type { UnmadeCase } from '../case.ts';

export const connArpFail: UnmadeCase<'conn-arp-fail'> = {
  id: 'conn-arp-fail',
  notMadeHereYet: true,
  title: 'no machine answers ARP for the address on the last link',
  phase: 'connecting',
  benign: false,
  endedBy: 'path',
  about:
    'On the last link an IP address has to be translated to a hardware address, and nobody answers the ' +
    'question: the machine is off, in another VLAN, or the address was never given out. After three requests ' +
    'a second apart the asking host gives the neighbour up and reports host unreachable. Where the client ' +
    'asks itself, connect() fails with EHOSTUNREACH after about 3 s and no IP packet ever leaves. Where the ' +
    'last router asks, that router sends ICMP host unreachable for the SYNs it had kept meanwhile, with the ' +
    'same errno and the same 3 s. Those 3 s are its mark: a missing route is reported at once.',
  clientSees: 'connect EHOSTUNREACH after about 3 s',
  serverSees: 'nothing: nobody has the address',
  onTheWire: {
    client:
      'On the same LAN: three ARP requests and no IP packet at all; the ICMP error that ends it runs over ' +
      'lo. Behind a router: SYNs at 0, 1, 2 and 3 s, then a burst of ICMP type 3 code 1, one for each SYN ' +
      'that the router held.',
    middle:
      'On the last link: three ARP requests without a reply. The SYNs come in on the other side and are not ' +
      'forwarded.',
    server: 'There is no server to capture at.',
  },
  provenBy:
    '`ip neigh` on the client, or on the last router, shows the address as INCOMPLETE and then FAILED, and ' +
    'the error takes 3 s instead of one round trip. The link is up (`ip -br link`) and other neighbours on ' +
    'it answer.',
  advice: [
    'Ask whether the machine is up and has this address: `arping -I DEV ADDRESS` from a neighbour, `ip -br ' +
      'addr` on its console.',
    'Compare netmask and VLAN of both ends: a host that believes a remote address to be on its own link asks ' +
      'for it in vain.',
    'After a failover, check that the new holder of the address announces it (gratuitous ARP), and that no ' +
      'cloud network ignores such announcements.',
    'Do not wait for the kernel in a program that has other addresses to try: give the attempt its own limit ' +
      'of about a second.',
  ],
  references: [
    {
      kind: 'man',
      where: 'arp(7) mcast_solicit',
      says: 'How many requests go out before a neighbour is given up: three by default.',
    },
    {
      kind: 'kernel',
      where: 'net/core/neighbour.c neigh_timer_handler, net/ipv4/arp.c arp_error_report',
      says: 'A neighbour that did not answer becomes FAILED, and what waited for it is reported as host unreachable.',
    },
    {
      kind: 'rfc',
      where: 'RFC 1122 section 2.3.2.2',
      says: 'A host should keep at least the latest packet while it asks for the address.',
    },
  ],
};
