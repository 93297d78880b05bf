import type { UnmadeCase } from '../case.ts';

export const connSynackLost: UnmadeCase<'conn-synack-lost'> = {
  id: 'conn-synack-lost',
  notMadeHereYet: true,
  title: 'the SYN arrives, but the SYN-ACK is lost on the way back',
  phase: 'connecting',
  benign: false,
  endedBy: 'path',
  about:
    'The way to the server works, the way back does not. The server answers each SYN, the client sees none ' +
    'of the answers and repeats until connect() ends in ETIMEDOUT. From the client it cannot be told from a ' +
    'hole in the path, yet the server knows of the attempt: it holds a request in SYN-RECV and repeats its ' +
    'SYN-ACK on a timer of its own. The usual reasons are asymmetric routing with a stateful firewall that ' +
    'never saw the SYN, a wrong route back to the client’s network, and a filter that works in one direction ' +
    'only. The program on the server learns nothing, because accept() returns only completed handshakes.',
  clientSees: 'connect ETIMEDOUT, after about 133 s with defaults',
  serverSees: 'nothing: accept never returns it',
  onTheWire: {
    client: 'The same SYN at growing gaps and no answer.',
    middle:
      'In front of the loss the SYNs pass in one direction and SYN-ACKs come back; behind it only SYNs are seen.',
    server:
      'Each SYN is answered at once with a SYN-ACK, and more SYN-ACKs follow at 1, 3, 7 s and so on from the ' +
      'server’s timer. No ACK ever arrives.',
  },
  provenBy:
    'A capture at the server shows SYN-ACKs leaving, and one at the client does not show them arriving. On ' +
    'the server `ss -tn state syn-recv` lists the client, and TcpRetransSegs grows there (`nstat -az`) while ' +
    'nobody sends data.',
  advice: [
    'Follow the way back: `ip route get CLIENT` on the server, then captures hop by hop from there until the ' +
      'SYN-ACK disappears.',
    'Look for a stateful firewall that sees only one direction; it drops a SYN-ACK without a SYN as invalid. ' +
      'Bring both directions through the same box.',
    'On multi-homed servers make the answer leave by the interface that the SYN came in on (policy routing ' +
      'with `ip rule`).',
    'Check that the client’s network does not overlap with one that the server holds locally, such as a ' +
      'container bridge: the SYN-ACK then stays on the host.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.10.7.2',
      says: 'A listener answers the SYN and goes to SYN-RECEIVED without telling the user.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_synack_retries',
      says: 'How often the SYN-ACK is repeated before the request is dropped: five times by default.',
    },
    {
      kind: 'man',
      where: 'tcp(7) tcp_syn_retries, tcp_synack_retries',
      says: 'The two counters of repetition, one at each end.',
    },
  ],
};
