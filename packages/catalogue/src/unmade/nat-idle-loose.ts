import type { UnmadeCase } from '../case.ts';

export const natIdleLoose: UnmadeCase<'nat-idle-loose'> = {
  id: 'nat-idle-loose',
  title: 'a NAT has forgotten the idle connection, but takes it up again with the next segment',
  phase: 'idle',
  benign: true,
  endedBy: 'nobody',
  about:
    'The NAT’s entry has expired, the client sends again, and nothing bad happens. Linux accepts by default that ' +
    'a connection shows up in mid-stream (nf_conntrack_tcp_loose is 1): the segment makes a new entry, is ' +
    'translated like the old one and reaches the server, which notices nothing. That works as long as the NAT ' +
    'chooses the same address and port as before. If another connection has taken the port meanwhile, the server ' +
    'gets a segment from a stranger and resets it. It also takes a packet from the inside: if the server is the ' +
    'first to send, the NAT does not know whom it is meant for.',
  onTheWire: {
    client: 'A long silence, then data that is acknowledged at once. Nothing out of the ordinary.',
    middle:
      'On both legs the same segment after the silence, on the outer one with the same address and port as before ' +
      'it.',
    server: 'A long silence, then data from the same address and port as ever.',
  },
  clientSees: 'send ok, everything as usual',
  serverSees: 'recv gets the data, everything as usual',
  provenBy:
    'conntrack -E on the NAT shows [DESTROY] for the connection during the silence and [NEW] at the next ' +
    'segment, although no SYN was sent. The ends’ own captures cannot show it: for them the connection was never ' +
    'interrupted.',
  advice: [
    'Leave net.netfilter.nf_conntrack_tcp_loose at 1 on a NAT that serves long-lived connections, unless a ' +
      'policy forbids it.',
    'Do not rely on it: other NATs behave otherwise, and a port that is taken meanwhile breaks it. Keepalive ' +
      'below the NAT’s limit is the sure way.',
    'Where the server speaks first after a silence, only traffic from the client keeps the entry alive: let the ' +
      'client send the heartbeat.',
  ],
  references: [
    {
      kind: 'kernel',
      where: 'Documentation/networking/nf_conntrack-sysctl.rst nf_conntrack_tcp_loose',
      says: 'Whether connections that are already established are picked up; on by default.',
    },
    {
      kind: 'kernel',
      where: 'net/netfilter/nf_conntrack_proto_tcp.c tcp_new()',
      says: 'Accepts a first packet without SYN if tcp_loose is set, and relaxes the window check for that connection.',
    },
  ],
  notMadeHereYet: true,
};
