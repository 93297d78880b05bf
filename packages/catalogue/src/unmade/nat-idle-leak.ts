import type { UnmadeCase } from '../case.ts';

export const natIdleLeak: UnmadeCase<'nat-idle-leak'> = {
  id: 'nat-idle-leak',
  title: 'a NAT has forgotten the idle connection and lets its packets through untranslated',
  phase: 'idle',
  benign: false,
  endedBy: 'middle',
  about:
    'The NAT has deleted the entry of an idle connection. The client’s next segment fits no entry, so no ' +
    'translation applies to it; and as no rule drops invalid packets either, the router simply forwards it with ' +
    'the client’s private address as its source. The server’s kernel looks for a connection with that address, ' +
    'finds none and answers with a reset. If there is a way back to the private address, the reset reaches the ' +
    'client, which blames the server. The server’s real connection, the one with the NAT’s public address, knows ' +
    'nothing of all this and stays open.',
  onTheWire: {
    client:
      'A long silence, then data, then at once a bare reset with the server’s usual TTL. It cannot be told from a ' +
      'server that has rebooted.',
    middle:
      'The handshake leaves the outer leg with the NAT’s address, the late segment with the client’s private one. ' +
      'The reset comes back addressed to the private address.',
    server:
      'A data segment from an address that never made a handshake, with the sequence numbers and the source port ' +
      'of a connection from another address; it is answered by a bare reset. Nothing arrives on the connection ' +
      'itself.',
  },
  clientSees: 'send ok, recv ECONNRESET, then send EPIPE',
  serverSees: 'nothing; if it sends later, recv ECONNRESET, for the NAT’s host resets it',
  provenBy:
    'The server’s capture shows the same source port and sequence numbers first from the NAT’s address and then ' +
    'from a private one; ss on the server still shows ESTAB with the NAT’s address. A reboot or a lost reset ' +
    'would have left no such connection there.',
  advice: [
    'Drop what conntrack cannot place before it is forwarded, or better reject it: ct state invalid reject with ' +
      'tcp reset. Packets with private addresses must not leave in any case.',
    'Keep the connection busy: keepalive with an idle time clearly below what the NAT remembers.',
    'Leave net.netfilter.nf_conntrack_tcp_loose at 1, where the policy allows it: the connection is then taken ' +
      'up and translated again.',
    'Let the client retry once on a new connection after a reset that follows a long silence, if the request may ' +
      'be repeated.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 5382 section 5',
      says: 'A NAT should not abandon an established connection before 2 hours and 4 minutes of silence.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.5.2',
      says: 'A segment that belongs to no connection is answered by a reset: here to the address that it carries.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/nf_conntrack-sysctl.rst nf_conntrack_tcp_loose',
      says: 'With 0, connections are not picked up in mid-stream; their packets are invalid and are not translated.',
    },
  ],
  notMadeHereYet: true,
};
