import type { UnmadeCase } from '../case.ts';

export const closeSimultaneous: UnmadeCase<'close-simultaneous'> = {
  id: 'close-simultaneous',
  title: 'both sides close at the same time, and their FINs cross',
  phase: 'closing',
  benign: true,
  endedBy: 'client',
  about:
    'Each side sends its FIN before it has seen the other’s. That is legal, and the standard draws it: both go ' +
    'from FIN-WAIT-1 through CLOSING to TIME-WAIT, each acknowledges the other’s FIN, and each program reads 0. ' +
    'Nothing is lost. One surprise is that both hosts keep a TIME-WAIT for a minute, where usually only one ' +
    'does. Another: if a program has called close() instead of shutdown(), data that crosses the FINs is ' +
    'answered by a reset, as after any close.',
  onTheWire: {
    client:
      'The own FIN, then the peer’s FIN that does not acknowledge it, then an ACK in each direction. No reset.',
    middle: 'Two FINs, one in each direction, before either is acknowledged; then two ACKs.',
    server: 'The same as at the client, with the roles exchanged.',
  },
  clientSees: 'recv 0, close 0',
  serverSees: 'recv 0, close 0',
  provenBy:
    'Neither FIN acknowledges the other, both are acknowledged afterwards, and ss -tan shows TIME-WAIT for the ' +
    'connection on both hosts. The state CLOSING, in ss or in the tracepoint sock:inet_sock_set_state, occurs in ' +
    'no other way of closing.',
  advice: [
    'Nothing needs to be done.',
    'If both ends have the same idle limit, make the client’s shorter: then requests do not cross a FIN either, ' +
      'and the TIME-WAITs stay with the clients.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6',
      says: 'Case 3, both users close simultaneously, with the exchange drawn out.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.3.2',
      says: 'CLOSING: waiting for the acknowledgement of the own FIN after the peer’s has come.',
    },
  ],
  notMadeHereYet: true,
};
