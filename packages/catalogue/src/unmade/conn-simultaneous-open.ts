import type { UnmadeCase } from '../case.ts';

export const connSimultaneousOpen: UnmadeCase<'conn-simultaneous-open'> = {
  id: 'conn-simultaneous-open',
  notMadeHereYet: true,
  title: 'both ends connect to each other at once, which is legal and gives one connection',
  phase: 'connecting',
  benign: true,
  endedBy: 'nobody',
  about:
    'Both programs bind a fixed port and connect to each other’s, and the two SYNs cross on the way. Each ' +
    'side finds a SYN where it expected a SYN-ACK, answers with a SYN-ACK of its own, and both are ' +
    'ESTABLISHED: one connection, no listener, no accept(). It is rare by chance and made on purpose to get ' +
    'through two NATs (hole punching). Where one SYN arrives before the other side has called connect(), ' +
    'that side answers with a reset and the attempt fails as refused, so programs that want it repeat. ' +
    'Firewalls and capture tools that believe in one client and one server may judge it wrongly.',
  clientSees: 'connect 0',
  serverSees: 'connect 0 as well: no listen and no accept',
  onTheWire: {
    client:
      'Two SYNs in opposite directions, neither answered by an ordinary SYN-ACK first; then a SYN-ACK from ' +
      'each side that repeats its own SYN’s sequence number (its IP id is not 0, unlike a listener’s), then ' +
      'ACKs with a SACK block for the doubled SYN.',
    middle:
      'The SYNs cross. Behind a stateful filter one of the two may be missing at first and come again a ' +
      'second later.',
    server: 'The same as at the client, mirrored: neither side is a server in the usual sense.',
  },
  provenBy:
    'A SYN without ACK from each side before any SYN-ACK, with the same four ports and addresses; both ' +
    'programs made a connect() and neither a listen(). TcpActiveOpens grows on both hosts and ' +
    'TcpPassiveOpens on none (`nstat -az`).',
  advice: [
    'Nothing has to be repaired; treat it as an ordinary connection and settle in your own protocol who ' +
      'speaks first.',
    'For hole punching, bind both sides with SO_REUSEADDR, keep the SYNs of both sides within the NATs’ ' +
      'timeout and retry on ECONNREFUSED.',
    'If it was not intended, let only one of the two sides connect; two peers that both dial each other ' +
      'otherwise end up with two connections or this one.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5',
      says: 'The exchange of a simultaneous open; every implementation has to support it.',
    },
    {
      kind: 'rfc',
      where: 'RFC 5382 section 4',
      says: 'NATs have to let a simultaneous open through.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_rcv_synsent_state_process',
      says: 'SYN-SENT to SYN-RECEIVED when a SYN arrives instead of a SYN-ACK.',
    },
  ],
};
