import type { UnmadeCase } from '../case.ts';

export const rstFwEstablished: UnmadeCase<'rst-fw-established'> = {
  id: 'rst-fw-established',
  title: 'a firewall rule that came later resets a running connection',
  phase: 'sending',
  benign: false,
  endedBy: 'middle',
  about:
    'A connection is established and in use when a rule is loaded on a firewall between the ends: reject with ' +
    'tcp reset. It matches established connections as well, because no rule above it lets those pass. The ' +
    'client’s next segment is answered by the firewall in the server’s name. The server gets neither the data ' +
    'nor the reset and still holds the connection. When it sends, the client’s kernel, which has no such ' +
    'connection any more, resets it; but that reset goes through the same firewall and is eaten by the same ' +
    'rule. So the server repeats its data until it times out.',
  onTheWire: {
    client:
      'Data, then at once a bare reset (no ACK, window 0, IP ID 0) with another TTL than the SYN-ACK had. If the ' +
      'server sends later, its data comes in and a bare reset goes out for each copy.',
    middle:
      'On the client’s side the data and the reset; on the server’s side neither. Later data of the server passes, ' +
      'the client’s resets do not.',
    server: 'Nothing of the client’s data arrives. Own data is repeated and never answered.',
  },
  clientSees: 'send ok, recv ECONNRESET, then send EPIPE',
  serverSees: 'nothing; if it sends, no error for a long time, then ETIMEDOUT',
  provenBy:
    'The reset’s TTL differs from the SYN-ACK’s, the server’s capture has neither the data nor the reset, and ' +
    'the counter of the rule in nft list ruleset grows with it. The connection was in use until then; a NAT that ' +
    'forgets needs a long silence first.',
  advice: [
    'Put ct state established,related accept above every reject rule, so that changes only hit new connections.',
    'If established connections are to be ended, tell both sides: reject in both directions, or delete the entry ' +
      'with conntrack -D and let both be reset.',
    'Load rule sets atomically (nft -f). Between flush and reload there is a moment with other rules.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 3360',
      says: 'What a reset from a firewall does to ends that cannot tell it from the peer’s.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/netfilter/nf_reject_ipv4.c nf_send_reset()',
      says: 'Builds the reset from the rejected segment, with the addresses exchanged and the TTL of this host.',
    },
  ],
  notMadeHereYet: true,
};
