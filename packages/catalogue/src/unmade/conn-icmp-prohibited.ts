import type { UnmadeCase } from '../case.ts';

export const connIcmpProhibited: UnmadeCase<'conn-icmp-prohibited'> = {
  id: 'conn-icmp-prohibited',
  notMadeHereYet: true,
  title: 'a filter answers the SYN with ICMP administratively prohibited',
  phase: 'connecting',
  benign: false,
  endedBy: 'middle',
  about:
    'A router or a host firewall forbids the connection and says so: ICMP destination unreachable, code 13 ' +
    '(or 10, for a prohibited host). Linux turns both into EHOSTUNREACH, so the program prints "No route to ' +
    'host" although routing is fine and the host is up. That text misleads many a search into routing ' +
    'tables. Over IPv6 the same refusal is reported as EACCES, "Permission denied". Hosts whose firewall ' +
    'rejects with admin-prohibited by default (firewalld does) answer like this on every port that was not ' +
    'opened.',
  clientSees: 'connect EHOSTUNREACH after one round trip; over IPv6 EACCES',
  serverSees: 'nothing: no program is involved',
  onTheWire: {
    client:
      'One SYN, and within a round trip ICMP type 3 code 13 or 10 that quotes it; over IPv6 type 1 with code ' +
      '1, 5 or 6. Its source is the filter: a router, or the server’s own address.',
    middle: 'In front of the filter: the SYN in, the ICMP error out. Behind it: nothing.',
    server: 'Nothing if a router refuses. If its own firewall does: the SYN in, the ICMP error out.',
  },
  provenBy:
    'The code of the ICMP error in a capture at the client: 13 or 10 is a filter’s decision, 1 is a router ' +
    'that cannot find the host. The counter of the rule grows on the host that is the error’s source ' +
    'address.',
  advice: [
    'Read the code, not the errno: `tcpdump -vni any icmp` prints "admin prohibited". Then change the filter ' +
      'on the address that it came from.',
    'If that address is the server’s own, open the port there (`firewall-cmd --list-all`, `nft list ' +
      'ruleset`). On a router look for a route of type prohibit as well.',
    'Treat EHOSTUNREACH and EACCES from connect() alike in programs that speak both IPv4 and IPv6.',
    'Do not retry in a tight loop: a rule does not go away by itself.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 1812 section 5.2.7.1',
      says: 'Defines code 13, communication administratively prohibited, for routers that filter.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/icmp.c icmp_err_convert',
      says: 'Codes 10 and 13 become EHOSTUNREACH.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv6/icmp.c icmpv6_err_convert',
      says: 'The IPv6 codes for prohibited become EACCES.',
    },
  ],
};
