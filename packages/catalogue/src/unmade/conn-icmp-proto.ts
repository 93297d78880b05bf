import type { UnmadeCase } from '../case.ts';

export const connIcmpProto: UnmadeCase<'conn-icmp-proto'> = {
  id: 'conn-icmp-proto',
  notMadeHereYet: true,
  title: 'the SYN is answered with ICMP protocol unreachable',
  phase: 'connecting',
  benign: false,
  endedBy: 'middle',
  about:
    'Something answers the SYN with ICMP destination unreachable, code 2: this host does not speak that ' +
    'protocol. connect() fails with ENOPROTOOPT, "Protocol not available", an errno that most programmers ' +
    'know from setsockopt and look for in the wrong place. A host with TCP never sends it for a SYN, so in ' +
    'practice it is a filter with an odd choice of answer. The other source is a tiny device or a tunnel ' +
    'endpoint that has an address but no TCP. It is rare, and it is certain: nothing of a request was ' +
    'carried out.',
  clientSees: 'connect ENOPROTOOPT after one round trip',
  serverSees: 'nothing: no program is involved',
  onTheWire: {
    client: 'One SYN, and within a round trip ICMP type 3 code 2 that quotes it. No reset, no repeated SYN.',
    middle: 'In front of the box that refuses: the SYN in, the ICMP error out. Behind it: nothing.',
    server:
      'Nothing if a box on the way refuses. If the address is that of a device without TCP: the SYN in, the ' +
      'ICMP error out.',
  },
  provenBy:
    'The errno alone settles it: no other answer to a SYN gives ENOPROTOOPT. The source address of the ICMP ' +
    'error in a capture tells who refused, and IcmpInDestUnreachs grows on the client (`nstat -az`).',
  advice: [
    'Find the sender: `tcpdump -vni any icmp` and the source address of "protocol unreachable". Look there ' +
      'for a rule that rejects with prot-unreachable.',
    'If the sender is the destination itself, ask what sits at that address: a device without TCP, or ' +
      'another machine than expected.',
    'In error handling, do not search for a socket option when connect() returns ENOPROTOOPT; treat it like ' +
      'a refusal.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 1122 section 3.2.2.1',
      says: 'A host sends code 2 when it does not support the transport protocol of a datagram.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/icmp.c icmp_err_convert',
      says: 'Type 3 code 2 becomes ENOPROTOOPT, marked as a hard error.',
    },
  ],
};
