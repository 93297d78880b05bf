import type { UnmadeCase } from '../case.ts';

export const connLocalFw: UnmadeCase<'conn-local-fw'> = {
  id: 'conn-local-fw',
  notMadeHereYet: true,
  title: 'the client’s own firewall eats the SYN before it reaches the wire',
  phase: 'connecting',
  benign: false,
  endedBy: 'client',
  about:
    'An output rule on the client’s host matches the SYN. With drop nothing happens at all and connect() ' +
    'ends in ETIMEDOUT after about two minutes, as with a hole in the path. With reject the host answers ' +
    'itself: a tcp reset gives ECONNREFUSED at once, an ICMP error gives its own errno, often one second ' +
    'late because the first one arrives while the kernel is still inside connect(). Captures are taken after ' +
    'the output rules, so tcpdump on the client shows nothing, and that is what gives it away. Typical ' +
    'stories: a host hardened to allow only a proxy, a container policy, a rule on the owner’s uid. ' +
    'connect() does not report EPERM here.',
  clientSees: 'connect ETIMEDOUT (drop), or ECONNREFUSED and the like (reject)',
  serverSees: 'nothing: the SYN does not reach it',
  onTheWire: {
    client: 'Nothing, not even the SYN. A reject answers over lo.',
    middle: 'Nothing.',
    server: 'Nothing.',
  },
  provenBy:
    'A capture on the client has no SYN although the socket is in SYN-SENT (`ss -tn state syn-sent`), and ' +
    'TcpExtTCPRetransFail grows with each repetition. The counter of the output rule in `nft list ruleset` ' +
    'grows along.',
  advice: [
    'Look at the output chain of the client itself: `nft list ruleset`, `iptables-save`, and in containers ' +
      'also the rules of the host and the network policy.',
    'Try as another user or from another namespace: rules often match on uid or cgroup (`meta skuid`, owner, ' +
      'cgroup).',
    'Use reject with a tcp reset in output rules: the program fails at once and says so, instead of hanging ' +
      'for minutes.',
    'Add a counter and a log line to the rule; without them such a drop leaves no trace that a capture could ' +
      'show.',
  ],
  references: [
    {
      kind: 'man',
      where: 'tcp(7) tcp_syn_retries',
      says: 'How often a SYN is repeated before connect() gives up, here without any of them leaving.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/ip_output.c __ip_local_out',
      says: 'The output hook runs before the packet reaches the device, where captures are taken.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_output.c __tcp_retransmit_skb',
      says: 'A repetition that could not be sent is counted as TCPRetransFail.',
    },
  ],
};
