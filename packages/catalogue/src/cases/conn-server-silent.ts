import type { CaseEntry } from '../case.ts';
import { atLeast, call, client, counter } from '../steps.ts';

const unanswered = [client('SYN'), client('SYN', { retransmitted: true, times: atLeast(1) })] as const;

export const connServerSilent: CaseEntry<'conn-server-silent', 'plain'> = {
  id: 'conn-server-silent',
  title: 'the SYN reaches the server, and the server says nothing',
  phase: 'connecting',
  benign: false,
  endedBy: 'server',
  about:
    'The path is fine: the SYN arrives at the server’s interface. But something on that host drops it before TCP could ' +
    'answer, or drops the answer: a firewall rule that drops instead of rejecting, reverse-path filtering, no route back ' +
    'to the client, a TCP-MD5 key that is missing or wrong, a broken checksum. The client repeats its SYN and gives up ' +
    'with ETIMEDOUT after 133 s (tcp_syn_retries 6). From outside nothing tells it from a hole in the path; on the server ' +
    'a capture settles it at once, and a counter tells which of the reasons it is.',
  variants: [
    {
      name: 'plain',
      about: 'The server’s own firewall drops what comes in. The service listens and knows nothing of it.',
      clientSees: 'connect ETIMEDOUT',
      serverSees: 'nothing: accept would not return',
      expects: {
        calls: {
          client: [call('connect', 'ETIMEDOUT', { note: 'after all SYNs went unanswered' })],
          server: [],
        },
        wire: { client: unanswered, middle: unanswered, server: unanswered },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'TcpExt.TCPSynRetrans'),
            counter('client', 'TcpExt.TCPAbortOnTimeout', 1),
            counter('server', 'Tcp.InSegs', 'none'),
            counter('server', 'TcpExt.ListenOverflows', 'none'),
            counter('server', 'TcpExt.ListenDrops', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client: 'The same SYN again and again, and nothing back: no SYN-ACK, no reset, no ICMP error.',
    middle: 'The SYNs pass; nothing comes back.',
    server:
      'The SYNs are here and nothing leaves. A capture sees packets before the host’s own firewall does: arriving on the interface is not yet arriving at TCP.',
  },
  provenBy:
    'A capture at the server shows SYNs arriving and nothing leaving, while TcpExtListenOverflows stands still there ' +
    '(`nstat -az`) and `ss -tln` shows room in the accept queue. TcpExtListenDrops moves only together with IpOutNoRoutes, ' +
    'when there is no route back.',
  advice: [
    'On the server compare two counters while SYNs arrive: packets on the interface (tcpdump) and TcpInSegs (`nstat -az TcpInSegs`). If only the first grows, a firewall or the IP layer takes them: `nft list ruleset`, TcpExtIPReversePathFilter, TcpInCsumErrors, TcpExtTCPMD5NotFound, TcpExtTCPMD5Failure.',
    'If TcpInSegs grows and still nothing leaves: `ip route get CLIENT` on the server (IpOutNoRoutes counts a missing route back), then the listener’s queues.',
    'Let firewalls inside your own network reject (`reject with tcp reset`) instead of drop: clients then fail in one round trip instead of minutes.',
    'Give every connect a limit of a few seconds of its own; the kernel’s is 133 s. Java: Socket.connect(address, ms); Go: net.Dialer.Timeout; Python: socket.create_connection(address, seconds); C: poll() on a non-blocking connect.',
  ],
  references: [
    {
      kind: 'man',
      where: 'connect(2) ETIMEDOUT',
      says: 'The attempt timed out; the server may be too busy, and the wait may be long.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_syn_retries, rp_filter',
      says: 'How long SYNs are repeated, and how reverse-path filtering drops packets whose source is reached through another interface.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_ipv4.c tcp_v4_rcv',
      says: 'TCP’s entry point, where InSegs is counted: it comes after the netfilter input hook.',
    },
  ],
  claims: ['S37'],
};
