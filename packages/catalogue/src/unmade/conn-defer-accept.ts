import type { UnmadeCase } from '../case.ts';

export const connDeferAccept: UnmadeCase<'conn-defer-accept'> = {
  id: 'conn-defer-accept',
  notMadeHereYet: true,
  title: 'the server holds a connection back until data comes, by TCP_DEFER_ACCEPT',
  phase: 'connecting',
  benign: true,
  endedBy: 'nobody',
  about:
    'A listener with TCP_DEFER_ACCEPT wants to be woken only when there is something to read. The kernel ' +
    'ignores the bare ACK that ends the handshake and keeps the request in SYN-RECV until data arrives; then ' +
    'accept() returns a connection with bytes in it. The client is ESTABLISHED meanwhile and notices ' +
    'nothing. If it stays silent for the number of seconds given, the SYN-ACK is sent once more, the ' +
    'client’s answer completes the handshake, and accept() returns the connection without data. For HTTP it ' +
    'saves a wake-up. With a protocol in which the server speaks first it means a pause of seconds before ' +
    'the greeting.',
  clientSees: 'connect 0, nothing unusual; at most a late greeting',
  serverSees: 'accept returns with the first data, or when the time is over',
  onTheWire: {
    client:
      'An ordinary handshake. If the client stays silent: the same SYN-ACK once more some seconds later (3 s ' +
      'for a value of 3), and a duplicate ACK.',
    middle: 'The same packets.',
    server: 'The same packets: the ACK arrives and is put aside.',
  },
  provenBy:
    'On the server TcpExtTCPDeferAcceptDrop (`nstat -az`) grows by one for each handshake ACK put aside, and ' +
    'strace shows setsockopt(TCP_DEFER_ACCEPT) on the listener (nginx: the deferred parameter of listen; ' +
    'Apache: AcceptFilter). With a lost ACK the counter stands still and the ACK is absent from the server’s ' +
    'capture.',
  advice: [
    'Leave it on for protocols in which the client speaks first; there it does no harm.',
    'Switch it off for protocols in which the server greets first (SMTP, SSH, MySQL), and for pools that ' +
      'open connections in advance.',
    'Do not take SYN-RECV entries in `ss -tan` on such a port for an attack or a lost ACK before looking at ' +
      'the option.',
  ],
  references: [
    {
      kind: 'man',
      where: 'tcp(7) TCP_DEFER_ACCEPT',
      says: 'Wakes the listener only when data arrives; takes seconds.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_minisocks.c tcp_check_req',
      says: 'The bare ACK is dropped and counted while the time has not run out.',
    },
  ],
};
