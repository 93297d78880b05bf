import type { UnmadeCase } from '../case.ts';

export const connConnlimit: UnmadeCase<'conn-connlimit'> = {
  id: 'conn-connlimit',
  notMadeHereYet: true,
  title: 'a limit on concurrent connections: the first ones work, the rest are reset',
  phase: 'connecting',
  benign: false,
  endedBy: 'middle',
  about:
    'A firewall or a load balancer counts the open connections to a service, or per client address, and ' +
    'refuses every further one with a reset. Those below the limit work, those above fail with ECONNREFUSED ' +
    'at the same moment and on the same port. Retries succeed as soon as somebody else closes, which makes ' +
    'it look like a flapping service. The count lives in the connection tracking table: connections that ' +
    'both ends have forgotten without a FIN go on counting until they expire there, five days later with ' +
    'Linux defaults. The limit may also drop instead of reset; then it looks like a blackhole for some.',
  clientSees: 'connect 0 for some, ECONNREFUSED for the rest',
  serverSees: 'nothing of the refused ones; accept ok for those below the limit',
  onTheWire: {
    client:
      'Some SYNs to the port get a SYN-ACK, others an RST with ACK (sequence number 0, window 0, IP id 0) ' +
      'within a round trip. The two answers carry different TTLs, as different machines make them.',
    middle:
      'In front of the limiting box: accepted and refused SYNs side by side. Behind it: only the accepted ones.',
    server: 'Only the handshakes below the limit. The refused SYNs never arrive.',
  },
  provenBy:
    'The number of tracked connections (`conntrack -L -p tcp --dport PORT` on the firewall) stands at the ' +
    'limit of its `ct count over` or connlimit rule, and that rule’s counter grows. Resets and SYN-ACKs from ' +
    'the same address and port have different TTLs, and the refused SYNs are absent at the server.',
  advice: [
    'Compare the number of open connections (`ss -tn dst ADDR` on the client) with the limit; then raise the ' +
      'limit, or open fewer connections: pool and reuse them.',
    'Look for dead connections that still count: shorten nf_conntrack_tcp_timeout_established on the ' +
      'firewall and switch keepalive on at the ends.',
    'Watch limits per source address where many users share one NAT address: all of them count as one.',
    'Retry with a growing, jittered pause. A refused connect carried no request.',
  ],
  references: [
    {
      kind: 'kernel',
      where: 'net/netfilter/nf_conncount.c',
      says: 'Counts tracked connections per key and leaves out those that are already closing.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/nf_conntrack-sysctl.rst nf_conntrack_tcp_timeout_established',
      says: 'How long a silent connection is kept, and counted: 432000 seconds by default.',
    },
  ],
};
