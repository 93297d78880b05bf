import type { Claim } from '../claim.ts';

/** What the articles say about the end of a connection and of the processes that hold it. */
export const closingClaims: readonly Claim[] = [
  {
    id: 'S02',
    seeds: [0],
    says: 'A program that is stopped with Ctrl-C, or closes its connection, sends a FIN.',
    test: {
      by: 'runs',
      runs: [
        'close-writer-exits',
        'close-reader-exits/sigpipe-ignored',
        'close-orderly',
        'close-unread/plain',
      ],
      looksAt:
        'the segment that leaves at the close or exit: FIN with an empty receive queue, RST-A with unread bytes in it',
    },
  },
  {
    id: 'S04',
    seeds: [0, 2],
    says: 'When the writer is gone, its reader gets end of file.',
    test: {
      by: 'runs',
      runs: ['close-writer-exits'],
      looksAt: 'recv returns the bytes that were written, then 0',
    },
  },
  {
    id: 'S20',
    seeds: [1],
    says: 'A close during a cut sends the FIN together with the unsent data, and both are retransmitted.',
    test: {
      by: 'runs',
      runs: ['close-cut'],
      looksAt: 'whether the FIN leaves at the close, and what the retransmissions carry',
    },
  },
  {
    id: 'S21',
    seeds: [1],
    says: 'In that state the socket stays in FIN-WAIT-1 for about ten seconds and never reaches TIME-WAIT.',
    test: {
      by: 'runs',
      runs: ['close-cut'],
      looksAt:
        'the states after close, and the time to the give-up (a count of retransmissions, tcp_orphan_retries, not a constant)',
    },
  },
  {
    id: 'S22',
    seeds: [1],
    says: 'If the network returns after the close, the data and the FIN still arrive.',
    test: {
      by: 'runs',
      runs: ['close-cut-heals'],
      looksAt: 'the peer reads the data and then 0 although the sender had closed during the cut',
    },
  },
  {
    id: 'S23',
    seeds: [1],
    says: 'When the process of an idle peer dies, or its host shuts down in order, its kernel sends a FIN.',
    test: {
      by: 'runs',
      runs: ['close-peer-exit'],
      looksAt: 'FIN and end of file after SIGKILL and after abort()',
    },
  },
  {
    id: 'S24',
    seeds: [1],
    says: 'When the peer dies while we send, and we take no notice of its FIN, sending ends in EPIPE.',
    test: {
      by: 'runs',
      runs: ['close-crash-streaming'],
      looksAt: 'the results of send after the FIN: success, then EPIPE',
    },
  },
  {
    id: 'S36',
    seeds: [2],
    says: 'close() returning 0 means only that the FIN was queued, not that the peer has got anything.',
    test: {
      by: 'runs',
      runs: ['close-linger-timeout', 'close-cut'],
      looksAt:
        'close returns 0 in the middle of a cut, with nothing acknowledged, even when SO_LINGER makes it wait',
    },
  },
  {
    id: 'S39',
    seeds: [3],
    says: 'A program that closes before it has read everything makes its kernel send a reset.',
    test: {
      by: 'runs',
      runs: ['close-unread'],
      looksAt: 'RST-A instead of a FIN, with the reason TCP_ABORT_ON_CLOSE',
    },
  },
  {
    id: 'S40',
    seeds: [3, 4],
    says: 'When a program crashes in the middle of a conversation, its side sends a reset.',
    test: {
      by: 'runs',
      runs: ['close-peer-exit', 'close-peer-killed-unread'],
      looksAt: 'FIN after SIGKILL or abort() with nothing unread, a reset only with unread bytes',
    },
  },
];
