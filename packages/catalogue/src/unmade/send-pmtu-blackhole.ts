import type { UnmadeCase } from '../case.ts';

export const sendPmtuBlackhole: UnmadeCase<'send-pmtu-blackhole'> = {
  id: 'send-pmtu-blackhole',
  title: 'full-size segments vanish on the path while small ones pass',
  phase: 'sending',
  benign: false,
  endedBy: 'path',
  about:
    'Somewhere on the path a link takes smaller packets than the ends believe: a tunnel, a VPN, PPPoE. The ' +
    'router there drops the large packets, which must not be fragmented, and reports it by ICMP “fragmentation ' +
    'needed”; but a firewall that drops all ICMP swallows the report. So the handshake works, short requests ' +
    'work, and the first long answer or upload hangs for ever. The sender repeats its full-size segment, each ' +
    'copy vanishes the same way, and after a quarter of an hour comes ETIMEDOUT. “ssh logs in and hangs at the ' +
    'first long listing” is this.',
  onTheWire: {
    client:
      'Handshake and short segments are fine. Full-size segments (1448 bytes of payload on Ethernet) are repeated ' +
      'with doubling gaps and never acknowledged, while a shorter one that was sent after them is acknowledged ' +
      'selectively: the SACK block lies beyond the hole. No ICMP arrives.',
    middle:
      'Before the narrow link everything; behind it only the short segments. At the router of the narrow link an ' +
      'ICMP type 3 code 4 may be seen that never reaches the sender.',
    server:
      'Short segments arrive, also later ones; the full-size ones never do. The server’s ACKs repeat the same ' +
      'number with a SACK block above it.',
  },
  clientSees: 'small sends are fine; after a large one recv or send ETIMEDOUT once, then EPIPE',
  serverSees: 'the small data; then nothing more, or data behind a gap that never fills',
  provenBy:
    'ping -M do -s 1472 to the peer is lost while -s 500 is answered, and IpFragFails grows on the router in ' +
    'front of the narrow link. In the captures it is the length that decides: a cut path loses short segments ' +
    'too, and would bring no SACK for a later one.',
  advice: [
    'Let ICMP type 3 code 4 (and “packet too big” in IPv6) pass the firewalls. It is part of TCP’s working, not ' +
      'a diagnostic luxury.',
    'Clamp the segment size at the tunnel: tcp option maxseg size set rt mtu in nftables, on SYNs in both ' +
      'directions.',
    'Set net.ipv4.tcp_mtu_probing to 1 on the senders: after some lost repetitions the kernel tries smaller ' +
      'segments by itself. In one trial it took 6.4 s.',
    'Or give the route or the interface the true MTU: ip route … mtu 1400.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 2923 section 2.1',
      says: 'Black holes of path MTU discovery: how they come about and how they look.',
    },
    {
      kind: 'rfc',
      where: 'RFC 4821',
      says: 'How to find the path MTU without ICMP, by probing with data.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_mtu_probing',
      says: '0 never, 1 after a black hole has been noticed, 2 always.',
    },
  ],
  notMadeHereYet: true,
};
