import type { CaseEntry } from '../case.ts';
import { atLeast, call, client, counter } from '../steps.ts';

const unanswered = [client('SYN'), client('SYN', { retransmitted: true, times: atLeast(2) })] as const;

export const connBlackhole: CaseEntry<'conn-blackhole', 'plain'> = {
  id: 'conn-blackhole',
  title: 'the path swallows the SYNs, and nobody says so',
  phase: 'connecting',
  benign: false,
  endedBy: 'path',
  about:
    'A router or firewall on the way drops the SYN without an ICMP error; or the address belongs to nobody, or the host ' +
    'is down behind a router that keeps silent. Security groups of clouds work like this. The client’s kernel repeats ' +
    'the SYN. Since Linux 6.5 the first waits are 1 s each (tcp_syn_linear_timeouts, 4) and only then double: SYNs at ' +
    '0, 1, 2, 3, 4, 5, 7, 11, 19, 35 and 67 s, and ETIMEDOUT at 133 s. Before that they doubled from the start: 1, 3, 7, ' +
    '15, 31, 63 s, ETIMEDOUT after 127 s or so. Few programs mean to wait that long; those without a limit of their own do, and a ' +
    'pool of such threads is how a lost path takes a healthy service down with it.',
  variants: [
    {
      name: 'plain',
      about:
        'The router drops everything both ways. A blocking connect runs into the kernel’s own limit; the lab lowers tcp_syn_retries from 6 to 2 and leaves the timing as it is.',
      clientSees: 'connect ETIMEDOUT (after 133 s by default, 7 s here)',
      serverSees: 'nothing',
      expects: {
        calls: {
          client: [call('connect', 'ETIMEDOUT')],
          server: [],
        },
        wire: { client: unanswered, middle: unanswered, server: [] },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'TcpExt.TCPSynRetrans'),
            counter('client', 'TcpExt.TCPAbortOnTimeout', 1),
            counter('client', 'Icmp.InDestUnreachs', 'none'),
            counter('server', 'Tcp.InSegs', 'none'),
            counter('server', 'TcpExt.ListenOverflows', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'The same SYN again and again: four or five times a second apart on a kernel from 6.5 on, then at doubling distance. No answer of any kind.',
    middle: 'The SYNs come in on the client’s side; before the hole they are seen, behind it not.',
    server: 'Nothing.',
  },
  provenBy:
    'The SYNs leave in a capture at the client and do not arrive in one at the server. The client’s kernel used them all up ' +
    '(tcp_syn_retries) before connect() failed with ETIMEDOUT, so no limit of the program’s own ended it.',
  advice: [
    'Give every connect a limit of its own, a few seconds: two or three SYNs fit into 3 s. Java: Socket.connect(address, ms); Go: net.Dialer.Timeout; Python: socket.create_connection(address, seconds); curl: --connect-timeout (300 s by default); C: poll() on a non-blocking connect.',
    'Where the code cannot be changed: TCP_SYNCNT or net.ipv4.tcp_syn_retries lower the kernel’s count (2 gives up after 7 s, 1 after 3 s); TCP_USER_TIMEOUT bounds connect as well.',
    'Find the hole with captures, not with ping: `tcpdump "tcp[tcpflags] & tcp-syn != 0"` at the server, then hop by hop; `traceroute -T -p PORT` sends the same kind of packet.',
    'Try the next address without waiting for the first to fail (happy eyeballs, RFC 8305).',
    'Let your own routers and firewalls reject with an ICMP error or a reset: the client then knows within one round trip.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.3',
      says: 'SYNs must be repeated for at least 3 minutes before the attempt is given up; Linux stops at a little over 2.',
    },
    {
      kind: 'rfc',
      where: 'RFC 6298 sections 2 and 5',
      says: 'The first timeout is 1 s and doubles with every expiry.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_syn_retries, tcp_syn_linear_timeouts',
      says: 'How many SYNs are sent, and how many of the waits do not double.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_timer.c tcp_write_timeout',
      says: 'Counts the linear retries on top of tcp_syn_retries, and also ends the attempt when the doubling curve would have.',
    },
    {
      kind: 'man',
      where: 'tcp(7) TCP_SYNCNT, tcp_syn_retries',
      says: 'The count of SYNs, per socket and per host.',
    },
  ],
  claims: ['S07', 'S08'],
};
