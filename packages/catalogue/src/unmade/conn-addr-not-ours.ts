import type { UnmadeCase } from '../case.ts';

export const connAddrNotOurs: UnmadeCase<'conn-addr-not-ours'> = {
  id: 'conn-addr-not-ours',
  notMadeHereYet: true,
  title: 'bind() fails because no interface of this host has the address',
  phase: 'connecting',
  benign: false,
  endedBy: 'server',
  about:
    'A program binds an address that this host does not have, and bind() fails with EADDRNOTAVAIL. A server ' +
    'meets it at boot, before DHCP or a failover daemon has given the address; after a move to another ' +
    'machine with the old configuration; or with a public address that only the NAT in front of it owns. A ' +
    'client meets it when it pins its source address and that address was removed. The same errno from ' +
    'connect() instead of bind() means something else: no free port, see conn-ports-exhausted. A server ' +
    'bound to 0.0.0.0 never has this trouble.',
  clientSees:
    'as a client with a pinned source: bind EADDRNOTAVAIL; as a client of such a server: ECONNREFUSED, ' +
    'EHOSTUNREACH or ETIMEDOUT',
  serverSees: 'bind EADDRNOTAVAIL; the service does not start',
  onTheWire: {
    client:
      'No packet: the call fails inside the host. Clients of such a server are refused or, where nobody has ' +
      'the address, not answered at all.',
    middle: 'No packet of this call.',
    server: 'No packet of this call.',
  },
  provenBy:
    '`ip -br addr` in the network namespace of the program does not list the address that strace shows in ' +
    'its bind(). If it does list it, the address was missing only at the time of the call: compare the ' +
    'service’s log with the time of the lease or failover.',
  advice: [
    'Bind 0.0.0.0 or [::] and filter by firewall, unless several services share the port on different addresses.',
    'Order the start: After=network-online.target, or restart on failure until the address is there.',
    'For addresses that move between hosts set net.ipv4.ip_nonlocal_bind to 1, or IP_FREEBIND on the socket: ' +
      'the server can then listen before the address arrives.',
    'Behind NAT or in a cloud, bind the private address of the interface; the public one is not on this host.',
  ],
  references: [
    {
      kind: 'man',
      where: 'bind(2) EADDRNOTAVAIL',
      says: 'The address is not local, or its interface does not exist.',
    },
    {
      kind: 'man',
      where: 'ip(7) IP_FREEBIND, ip_nonlocal_bind',
      says: 'Binding addresses that the host does not have, or not yet.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/af_inet.c __inet_bind',
      says: 'The check of the address, and the error.',
    },
  ],
};
