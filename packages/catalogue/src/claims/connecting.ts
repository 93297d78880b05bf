import type { Claim } from '../claim.ts';

/** What the articles say about getting a connection. */
export const connectingClaims: readonly Claim[] = [
  {
    id: 'S01',
    seeds: [0, 1, 2, 3, 4],
    says: 'A connect to a port where nobody listens is answered by a reset and fails with ECONNREFUSED.',
    test: {
      by: 'runs',
      runs: ['conn-refused'],
      looksAt: 'the answer to the SYN (RST-S) and the errno of connect',
    },
  },
  {
    id: 'S05',
    seeds: [1],
    says:
      'The handshake completes without accept(): the kernel keeps one queue for unfinished handshakes and one for ' +
      'finished connections.',
    test: {
      by: 'runs',
      runs: ['conn-noaccept'],
      looksAt: 'connect and send succeed and the data is acknowledged though the server never calls accept',
    },
  },
  {
    id: 'S06',
    seeds: [1],
    says:
      "A client's entry stays in the queue of unfinished handshakes until its ACK comes, then moves to the queue that " +
      'accept() empties.',
    test: {
      by: 'runs',
      runs: ['conn-acceptq-full', 'conn-ack-lost'],
      looksAt:
        'how many clients get in before accept (backlog + 1), and that without the ACK the server stays in SYN-RECEIVED',
    },
  },
  {
    id: 'S07',
    seeds: [1],
    says: 'A connect to a silent address repeats its SYN after 1, 2, 4, … seconds and ends with ETIMEDOUT.',
    test: {
      by: 'runs',
      runs: ['conn-blackhole'],
      looksAt:
        'the gaps between the repeated SYNs (tcp_syn_linear_timeouts makes the first ones equal) and the errno',
    },
  },
  {
    id: 'S08',
    seeds: [1],
    says:
      'If a router reports the host as unreachable by ICMP, connect fails at once with EHOSTUNREACH and no further SYN ' +
      'is sent; without ICMP it ends with ETIMEDOUT.',
    test: {
      by: 'runs',
      runs: ['conn-icmp-host', 'conn-blackhole'],
      looksAt: 'the number of SYNs and the errno of connect, with and without the ICMP error',
    },
  },
  {
    id: 'S09',
    seeds: [1],
    says:
      'A shorter limit for connect is had with a non-blocking socket: connect says EINPROGRESS, select waits, ' +
      'getsockopt(SO_ERROR) tells how it went.',
    test: {
      by: 'runs',
      runs: ['conn-app-timeout', 'conn-refused'],
      looksAt: 'the results of connect, poll or select, and SO_ERROR on a non-blocking socket',
    },
  },
  {
    id: 'S37',
    seeds: [3],
    says: 'Some systems do not answer a SYN to a closed port at all.',
    test: {
      by: 'runs',
      runs: ['conn-server-silent'],
      looksAt: 'SYNs that arrive at a filtered server and get no answer, where conn-refused gets a reset',
    },
  },
  {
    id: 'S38',
    seeds: [3],
    says:
      "A connect fails with EINPROGRESS, and the capture shows the client answering the server's SYN-ACK with a reset, " +
      'for no visible reason.',
    test: {
      by: 'runs',
      runs: ['conn-late-synack', 'conn-app-timeout'],
      looksAt: 'the client gives up first; its kernel then answers the late SYN-ACK with RST-P',
    },
  },
];
