import type { CaseEntry } from '../case.ts';
import type { CallResult, CounterExpectation, Expectation } from '../expectation.ts';
import { atLeast, call, client, counter, echoes, handshake } from '../steps.ts';

const echoed = [...handshake, echoes(1)];
const repeated = [
  ...echoed,
  client('DATA', { retransmitted: false }),
  client('DATA', { retransmitted: true, times: atLeast(1) }),
];

function givenUp(error: CallResult, note: string, ownErrors: CounterExpectation['change']): Expectation {
  return {
    calls: {
      client: [
        call('connect', '0'),
        call('send', 'some'),
        call('recv', 'some'),
        call('send', 'some', { note: 'the server is already off the link' }),
        call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', { note: 'given up' }),
        call('recv', error, { note }),
        call('send', 'EPIPE'),
        call('recv', '0'),
      ],
      server: [
        call('accept', 'ok'),
        call('recv', 'some'),
        call('send', 'some'),
        call('poll', 'timeout', { note: 'for the server nothing has happened' }),
      ],
    },
    wire: { client: repeated, middle: echoed, server: echoed },
    kernel: {
      resets: [],
      counters: [
        counter('client', 'TcpExt.TCPAbortOnTimeout', 1),
        counter('client', 'Icmp.InDestUnreachs', ownErrors),
        counter('client', 'Tcp.OutRsts', 'none'),
      ],
    },
  };
}

export const sendLanVanish: CaseEntry<'send-lan-vanish', 'plain' | 'tcp-first'> = {
  id: 'send-lan-vanish',
  title: 'a peer on the same link vanishes, and its neighbour entry decides what the sender is told',
  phase: 'sending',
  benign: false,
  endedBy: 'path',
  about:
    'The peer sits on the same link and is gone: powered off, unplugged, its virtual port moved. No router is there to say ' +
    'so. At first this is a silent cut like any other: the sender still has the peer’s hardware address and repeats into ' +
    'the void. But a neighbour entry has to be confirmed: after 15 to 45 seconds without an acknowledgement the kernel ' +
    'doubts it, asks the peer directly, then by broadcast, and some ten seconds later declares it failed. From then on ' +
    'repetitions wait for an address that never comes, and the host reports host unreachable to itself. TCP takes that as ' +
    'a soft error and still goes on until tcp_retries2 is used up, but what it then reports is EHOSTUNREACH. If TCP gives ' +
    'up first, because of TCP_USER_TIMEOUT or a low tcp_retries2, the same accident reads ETIMEDOUT.',
  variants: [
    {
      name: 'plain',
      about: 'The neighbour entry fails long before TCP gives up.',
      clientSees: 'recv EHOSTUNREACH, then send EPIPE',
      serverSees: 'nothing: the connection stays established',
      expects: givenUp('EHOSTUNREACH', 'from its own neighbour table: no router has said so', 'some'),
    },
    {
      name: 'tcp-first',
      about: 'TCP_USER_TIMEOUT lets TCP give up while the neighbour entry still looks good.',
      clientSees: 'recv ETIMEDOUT, then send EPIPE',
      serverSees: 'nothing: the connection stays established',
      expects: givenUp('ETIMEDOUT', 'the neighbour entry had not failed yet', 'none'),
    },
  ],
  onTheWire: {
    client:
      'Data repeated with doubling gaps, then ARP requests for the peer, first to its known address, then broadcast, none ' +
      'answered. From the first broadcast on no TCP segment is seen any more, although the retransmission timer still runs ' +
      'and Tcp RetransSegs still counts. No ICMP packet: the error stays inside the host.',
    middle: 'Nothing from the client once the peer is off the link.',
    server: 'Nothing after the last acknowledgement, not even ARP requests.',
  },
  provenBy:
    '`ip neigh show` on the client says FAILED or INCOMPLETE for the server’s own address, with no gateway between them, and a ' +
    'capture there shows repeated data and then ARP requests without an answer. If TCP gave up within seconds the entry may ' +
    'still look good: ask whether the server’s link is up.',
  advice: [
    'Treat EHOSTUNREACH and ETIMEDOUT on an open connection alike: the errno tells which timer was first, not what broke.',
    'Set TCP_USER_TIMEOUT (20000 to 30000 ms) or a deadline: a failed neighbour entry does not shorten the 15 minutes of tcp_retries2.',
    'Look at `ip -s neigh show dev eth0` while it lasts, and at `tcpdump -eni eth0 arp`: unanswered requests prove that the neighbour is gone.',
    'For fail-over between hosts on one link move the address and announce it (gratuitous ARP): the entry is then replaced at once and open connections meet the new host, which resets them.',
  ],
  references: [
    {
      kind: 'man',
      where:
        'arp(7) base_reachable_time_ms, delay_first_probe_time, retrans_time_ms, ucast_solicit, mcast_solicit',
      says: 'An entry is good for between half and one and a half times 30 s; then 5 s of delay and three probes a second apart.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/arp.c arp_error_report(), net/ipv4/route.c ipv4_link_failure()',
      says: 'A packet that waited for a failed address becomes a host unreachable to the own host.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_timer.c tcp_write_err()',
      says: 'Reports the soft error if there is one, else ETIMEDOUT.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.9.2.2',
      says: 'Host unreachable is a soft error: it must not end the connection by itself.',
    },
  ],
  claims: ['S17'],
};
