import type { CaseEntry } from '../case.ts';
import { call, client, counter, icmp } from '../steps.ts';

const toldSo = [client('SYN'), icmp('ICMP-HOST-UNREACHABLE')] as const;

const kernel = {
  resets: [],
  counters: [
    counter('client', 'Icmp.InDestUnreachs', 1),
    counter('client', 'Tcp.AttemptFails', 1),
    counter('client', 'TcpExt.TCPSynRetrans', 'none'),
    counter('client', 'TcpExt.LockDroppedIcmps', 'none'),
    counter('server', 'Tcp.InSegs', 'none'),
  ],
} as const;

export const connIcmpHost: CaseEntry<'conn-icmp-host', 'plain' | 'non-blocking'> = {
  id: 'conn-icmp-host',
  title: 'a router answers the SYN: host unreachable',
  phase: 'connecting',
  benign: false,
  endedBy: 'middle',
  about:
    'A router on the way cannot or will not deliver the SYN and says so with ICMP type 3 code 1: the host does not ' +
    'answer on its network, a route says unreachable, or a firewall rejects with that code. While a connection is being ' +
    'opened Linux takes the word of a router: connect() fails at once with EHOSTUNREACH and the SYN is not repeated. An ' +
    'established connection would only note it and go on (send-cut-icmp). Two traps: routers limit how many such errors ' +
    'they send, so that of many clients some get EHOSTUNREACH and others a plain ETIMEDOUT for the same cause; and an ' +
    'ICMP error that arrives while the kernel is still inside connect() is dropped, so that on a path without latency ' +
    'it is only the second SYN, a second later, that fails.',
  variants: [
    {
      name: 'plain',
      about:
        'A blocking connect; the router rejects. Then the lab watches for longer than a second: no SYN follows.',
      clientSees: 'connect EHOSTUNREACH after one round trip to the router',
      serverSees: 'nothing',
      expects: {
        calls: {
          client: [call('connect', 'EHOSTUNREACH')],
          server: [],
        },
        wire: { client: toldSo, middle: toldSo, server: [] },
        kernel,
      },
    },
    {
      name: 'non-blocking',
      about: 'A non-blocking connect: select wakes up and SO_ERROR holds the reason.',
      clientSees: 'connect EINPROGRESS, select readable and writable, SO_ERROR EHOSTUNREACH',
      serverSees: 'nothing',
      expects: {
        calls: {
          client: [
            call('connect', 'EINPROGRESS'),
            call('select', 'ready R|W'),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', { note: 'as after a refusal' }),
            call('getsockopt', 'EHOSTUNREACH', { what: 'SO_ERROR', note: 'told once' }),
            call('getsockopt', '0', { what: 'SO_ERROR' }),
          ],
          server: [],
        },
        wire: { client: toldSo, middle: toldSo, server: [] },
        kernel,
      },
    },
  ],
  onTheWire: {
    client:
      'One SYN and an ICMP error that quotes it: type 3, code 1. Its source address is the router that gave up, not the server. No further SYN. ' +
      'A capture filter of "tcp" alone hides the ICMP half: use "tcp or icmp".',
    middle: 'The SYN comes in; if this is the router that gave up, the ICMP error leaves here.',
    server: 'Nothing.',
  },
  provenBy:
    'A capture at the client with the filter "tcp or icmp" shows type 3, code 1 quoting the SYN, and IcmpInDestUnreachs grows ' +
    '(`nstat -az`). Its source is another host’s address: an EHOSTUNREACH without such a packet is made by the client’s own kernel.',
  advice: [
    'Read the source address of the ICMP error (`tcpdump -n icmp`): that router’s route or neighbour table, or its firewall, is the place to look.',
    'Errors several seconds after the SYN, in a burst of repeated SYNs, are the last router asking for the host’s hardware address in vain (conn-arp-fail): the host is down or gone.',
    'Do not take EHOSTUNREACH for permanent: routes come back. Retry with a growing pause, and try other addresses at once.',
    'Treat ETIMEDOUT and EHOSTUNREACH from connect alike in alerts: with rate-limited errors one outage gives both.',
    'Let ICMP type 3 through firewalls: without it this failure takes 133 s instead of a round trip.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.9.2.2',
      says: 'Destination unreachable with code 0, 1 or 5 is a soft error and must not abort a connection.',
    },
    {
      kind: 'rfc',
      where: 'RFC 5461 section 4.1',
      says: 'Many systems treat soft errors as fatal all the same while a connection is being opened; Linux is one of them.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_ipv4.c tcp_v4_err, net/ipv4/icmp.c icmp_err_convert',
      says: 'Code 1 becomes EHOSTUNREACH; in SYN-SENT it ends the attempt unless the socket is in use by a call at that moment.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst icmp_ratelimit',
      says: 'How often a Linux router sends such errors to one destination; 0 lifts the limit.',
    },
  ],
  claims: ['S08'],
};
