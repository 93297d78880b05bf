import type { UnmadeCase } from '../case.ts';

export const connFwReset: UnmadeCase<'conn-fw-reset'> = {
  id: 'conn-fw-reset',
  notMadeHereYet: true,
  title: 'a firewall on the way refuses the SYN with a reset that bears the server’s address',
  phase: 'connecting',
  benign: false,
  endedBy: 'middle',
  about:
    'A rule such as `reject with tcp reset` answers the SYN in the server’s name, so connect() fails with ' +
    'ECONNREFUSED after one round trip, as if nobody listened. The service may well be up and listening; it ' +
    'never hears of the attempt. The forged reset has the same form as the kernel’s own answer to a closed ' +
    'port, down to window 0 and IP id 0. Only how far it has travelled gives it away: it starts at the ' +
    'firewall, so fewer hops are missing from its TTL. A rule on the server’s own host does the same without ' +
    'any difference in hops.',
  clientSees: 'connect ECONNREFUSED after one round trip',
  serverSees: 'nothing: the SYN does not reach it',
  onTheWire: {
    client:
      'One SYN, and within a round trip an RST with ACK: sequence number 0, window 0, no options, IP id 0. ' +
      'Its TTL is that of a nearer box, higher than on other packets from the server if both start at the ' +
      'same value.',
    middle:
      'In front of the firewall: the SYN and the reset, whose TTL is still at its full initial value where ' +
      'the firewall itself captures. Behind it: nothing.',
    server:
      'Nothing, if the firewall is a box on the way. If the rule is on the server’s host: the SYN in, the ' +
      'reset out.',
  },
  provenBy:
    'The SYN is absent from a capture at the server, and the reset’s TTL differs from that of the server’s ' +
    'other packets (compare with a SYN-ACK or a ping reply). Where the rule sits on the server’s host, its ' +
    'counter in `nft list ruleset` grows while TcpOutRsts in `nstat -az` stands still.',
  advice: [
    'Check on the server that something listens (`ss -tlnp`). If it does, look for the rule: `nft list ' +
      'ruleset` or `iptables-save` on each firewall between, security groups in a cloud.',
    'Find the box by distance: take its TTL from the reset, and compare with `traceroute -T -p PORT` to the ' +
      'server, which ends where the reset is made.',
    'Keep a reject rather than a drop for your own users: the client fails at once instead of after two ' +
      'minutes. Count and log in the rule, so that the next person finds it.',
  ],
  references: [
    {
      kind: 'man',
      where: 'connect(2) ECONNREFUSED',
      says: 'A stream connect found nobody listening; the call cannot say who answered.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/netfilter/nf_reject_ipv4.c nf_send_reset',
      says:
        'Builds the reset out of the offending segment; it leaves with this host’s default TTL and is not ' +
        'counted in OutRsts.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.10.7.1',
      says: 'The answer to a segment without ACK for a closed port, which the firewall imitates.',
    },
  ],
};
