import type { UnmadeCase } from '../case.ts';

export const sendLocalRouteLost: UnmadeCase<'send-local-route-lost'> = {
  id: 'send-local-route-lost',
  title: 'the sender’s own route, address or link goes away, and nothing leaves the host',
  phase: 'sending',
  benign: false,
  endedBy: 'path',
  about:
    'A default route is withdrawn, an address is removed, an interface goes down or a local rule forbids the ' +
    'output, while a connection is in use on this very host. One would expect an error at once, for connect() ' +
    'would give one. An established connection does not: send() goes on succeeding, the kernel tries each ' +
    'repetition, finds no way out and waits for the next one. When it gives up, the errno is ETIMEDOUT and never ' +
    'ENETUNREACH. If the route comes back in time, the next repetition leaves and all is well. VPN clients, DHCP ' +
    'renewals and network managers do this every day.',
  onTheWire: {
    client:
      'Nothing at all: no data and no repetition, although the program sends. That is the sign; on a cut path the ' +
      'repetitions are in this capture. A device that is still up but unplugged may show ARP requests.',
    middle: 'Nothing after the last exchange.',
    server: 'Nothing after the last exchange. The connection looks idle.',
  },
  clientSees:
    'send ok for the whole outage; then ETIMEDOUT once (never ENETUNREACH), then EPIPE; or nothing at all if the ' +
    'route returns',
  serverSees: 'nothing: the connection stays established',
  provenBy:
    'On the sender, ss -tn shows a Send-Q above 0 while a capture on its own interface stays empty, and nstat ' +
    '-az IpOutNoRoutes grows with each try (not if a local firewall rule drops the packets: then look at nft ' +
    'list ruleset). ip route get to the peer’s address says “unreachable” or names the wrong interface.',
  advice: [
    'Ask the own host first: ip route get, ip addr and ip -s link take a minute and need nobody’s help.',
    'Set TCP_USER_TIMEOUT on the connections, so that the loss of the route shows within seconds and not after a ' +
      'quarter of an hour.',
    'Let long-lived programs listen for route and address changes (ip monitor, netlink) and reconnect when the ' +
      'source address is gone.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.9.2.2',
      says: '“Unreachable” is a soft error for an established connection, which must not be aborted because of it.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_retries2',
      says: 'How long unacknowledged data is repeated, whether it can leave the host or not.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_timer.c tcp_write_err()',
      says: 'Reports the last soft error, or ETIMEDOUT if there was none.',
    },
  ],
  notMadeHereYet: true,
};
