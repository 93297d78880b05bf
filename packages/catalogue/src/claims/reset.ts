import type { Claim } from '../claim.ts';

/** What the articles say about where resets and broken pipes come from. */
export const resetClaims: readonly Claim[] = [
  {
    id: 'S03',
    seeds: [0, 2, 3, 4],
    says: 'When the reader is gone, the first write succeeds and brings a reset back, and the second fails with EPIPE.',
    test: {
      by: 'runs',
      runs: ['close-reader-exits/sigpipe-ignored', 'close-reader-exits/flood'],
      looksAt:
        'the results of the sends after the FIN: every one before the reset is back succeeds, not just the first',
    },
  },
  {
    id: 'S25',
    seeds: [1],
    says: 'SIGPIPE kills a program that has not arranged otherwise.',
    test: {
      by: 'runs',
      runs: ['close-reader-exits/sigpipe-default', 'close-reader-exits/sigpipe-ignored'],
      looksAt: 'how the same send ends: the process is killed by signal 13, or the call returns EPIPE',
    },
  },
  {
    id: 'S27',
    seeds: [2],
    says:
      'A reset has one of three reasons: nobody listens on the port, a side aborts the connection, or a segment belongs ' +
      'to no known connection.',
    test: {
      by: 'runs',
      runs: ['conn-refused', 'close-linger0', 'idle-reboot', 'close-unread', 'idle-keepalive'],
      looksAt: 'the reason the kernel gives for each reset; the three are real, but there are more',
    },
  },
  {
    id: 'S28',
    seeds: [2],
    says:
      'A client that floods a closed connection gets 130000 bytes accepted because the send buffer of 131768 bytes is ' +
      'not yet full; then SIGPIPE comes.',
    test: {
      by: 'runs',
      runs: ['close-reader-exits/flood'],
      looksAt:
        'how many sends succeed and when the first fails: one round trip after the first segment, not at a full buffer',
    },
  },
  {
    id: 'S29',
    seeds: [2],
    says: 'TCP remembers an arrived reset and tells the program with its next call.',
    test: {
      by: 'runs',
      runs: ['close-unread/plain', 'close-linger0'],
      looksAt: 'poll reports ERR at once, and the next recv or send the errno, once',
    },
  },
  {
    id: 'S32',
    seeds: [2],
    says: "A crash and reboot of the server's host goes unseen until the client writes; then the client gets ECONNRESET.",
    test: {
      by: 'runs',
      runs: ['idle-reboot'],
      looksAt: 'silence, then a first send that succeeds, RST-P, and ECONNRESET',
    },
  },
  {
    id: 'S34',
    seeds: [2],
    says: 'A rebooted host knows none of its old connections and answers every segment of theirs with a reset.',
    test: {
      by: 'runs',
      runs: ['idle-reboot'],
      looksAt: 'one RST-P for each segment that arrives after the state was lost',
    },
  },
  {
    id: 'S35',
    seeds: [2],
    says: 'If the server closes and is started again, data that arrives for the old connection is answered by a reset.',
    test: {
      by: 'runs',
      runs: ['close-reader-exits/restarted'],
      looksAt: 'the answer to a write that comes after the restart',
    },
  },
  {
    id: 'S41',
    seeds: [3, 4],
    says: 'A segment that matches nothing in the table of connections is answered by a reset.',
    test: {
      by: 'runs',
      runs: ['idle-reboot', 'conn-late-synack'],
      looksAt: 'RST-P with the reason NO_SOCKET, or TCP_FLAGS where a listener has the port',
    },
  },
  {
    id: 'S42',
    seeds: [3, 4],
    says: 'When an ACK stays away for longer than the retries last, the sender sends a reset to free the connection.',
    test: {
      by: 'runs',
      runs: ['send-cut', 'conn-ack-lost', 'close-cut', 'idle-keepalive'],
      looksAt: 'what leaves at the give-up: nothing for data, SYN-ACK and FIN, a reset only for keepalive',
    },
  },
];
