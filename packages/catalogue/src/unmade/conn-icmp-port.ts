import type { UnmadeCase } from '../case.ts';

export const connIcmpPort: UnmadeCase<'conn-icmp-port'> = {
  id: 'conn-icmp-port',
  notMadeHereYet: true,
  title: 'the SYN is refused by ICMP port unreachable instead of a reset',
  phase: 'connecting',
  benign: false,
  endedBy: 'middle',
  about:
    'A packet filter rejects the SYN with its default answer, ICMP destination unreachable with code 3. For ' +
    'a TCP socket that is still connecting, Linux translates it to ECONNREFUSED, so the program cannot tell ' +
    'it from a closed port. But no kernel answers a TCP port like that by itself: code 3 on a SYN is always ' +
    'the work of a filter, `-j REJECT` of iptables or `reject` of nftables without further words. The filter ' +
    'may be on a router or on the server’s own host. Routers limit how many such errors they send, so under ' +
    'load some clients see a timeout instead.',
  clientSees: 'connect ECONNREFUSED after one round trip',
  serverSees: 'nothing: no program is involved',
  onTheWire: {
    client:
      'One SYN, then ICMP type 3 code 3 that quotes its ports and sequence number. No reset. The source ' +
      'address of the ICMP packet is the box that refuses: a router, or the server itself.',
    middle: 'In front of the filter: the SYN in, the ICMP error out. Behind it: nothing.',
    server: 'Nothing if a router refuses. If its own filter does: the SYN in, the ICMP error out, no reset.',
  },
  provenBy:
    'On the client IcmpInDestUnreachs (`nstat -az`) grows with each attempt and the capture holds the ICMP ' +
    'error instead of a reset. Its source address names the filter, where the counter of the rule and ' +
    'IcmpOutDestUnreachs grow.',
  advice: [
    'Take the source address of the ICMP error (`tcpdump -ni any icmp`) and look at the rules on that host: ' +
      '`nft list ruleset`, `iptables-save`.',
    'Open the port in that filter, or send the client to the right address; the service itself needs no look ' +
      'until the SYN reaches it.',
    'For ports that shall stay closed to TCP, reject with a tcp reset: every client understands it, and it ' +
      'is not subject to ICMP rate limits.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 1122 section 3.2.2.1',
      says:
        'A transport with its own way to say that a port is closed must still accept port unreachable with ' +
        'that meaning.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_ipv4.c tcp_v4_err, net/ipv4/icmp.c icmp_err_convert',
      says: 'An ICMP error in SYN-SENT ends the attempt; type 3 code 3 becomes ECONNREFUSED.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst icmp_ratelimit, icmp_ratemask',
      says: 'Destination unreachable is among the messages that are rate-limited by default.',
    },
  ],
};
