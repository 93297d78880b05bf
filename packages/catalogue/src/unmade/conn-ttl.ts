import type { UnmadeCase } from '../case.ts';

export const connTtl: UnmadeCase<'conn-ttl'> = {
  id: 'conn-ttl',
  notMadeHereYet: true,
  title: 'the SYN’s TTL runs out on the way and ICMP time exceeded comes back',
  phase: 'connecting',
  benign: false,
  endedBy: 'middle',
  about:
    'Each router takes one from the TTL of a packet, and the one that would reach zero throws it away and ' +
    'answers with ICMP time exceeded. Either the packet goes round in a loop between routers with ' +
    'contradicting tables, or it started with too small a TTL: a changed ip_default_ttl, or a program that ' +
    'set IP_TTL (a TTL of 1 keeps a protocol on its own link by design). connect() fails with EHOSTUNREACH, ' +
    '"No route to host". Loops come and go while routes converge; where one stays, every client behind it ' +
    'fails the same way.',
  clientSees: 'connect EHOSTUNREACH after one round trip',
  serverSees: 'nothing: the SYN does not reach it',
  onTheWire: {
    client:
      'The SYN leaves, and ICMP type 11 code 0 that quotes it comes back. With a loop the answer takes ' +
      'longer than the distance explains; with too small a TTL the SYN itself shows it.',
    middle:
      'The SYN arrives with a TTL of 1 and does not go on. Inside a loop the same SYN passes several times, ' +
      'each time with a smaller TTL and an unchanged IP id.',
    server: 'Nothing.',
  },
  provenBy:
    'ICMP type 11 in a capture at the client, or IcmpInTimeExcds growing there (`nstat -az`). A traceroute ' +
    'that shows the same routers again and again is a loop; a SYN that leaves with a TTL far below 64 is the ' +
    'sender’s own setting.',
  advice: [
    'Run `traceroute -T -p PORT ADDRESS`: a repeated pair of routers names the loop. Their owners have to ' +
      'agree on who leads there.',
    'See with which TTL SYNs leave (`tcpdump -vni any "tcp[tcpflags] & tcp-syn != 0"`) and compare `sysctl ' +
      'net.ipv4.ip_default_ttl`; 64 is the usual value.',
    'Look for IP_TTL in the program (`strace -e trace=setsockopt`) where one program fails and others reach ' +
      'the host.',
    'Retry after a pause; short loops are normal while routes change.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 1812 sections 5.2.7.3 and 5.3.1',
      says: 'A router that has counted the TTL down to zero discards the packet and sends time exceeded.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_ipv4.c tcp_v4_err',
      says: 'Time exceeded becomes EHOSTUNREACH.',
    },
    {
      kind: 'man',
      where: 'ip(7) IP_TTL, ip_default_ttl',
      says: 'How a program, or the host for all of them, chooses the TTL.',
    },
  ],
};
