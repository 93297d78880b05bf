import type { Claim } from '../claim.ts';

/** What the articles say about idle connections and about a network that is cut. */
export const idleAndCutClaims: readonly Claim[] = [
  {
    id: 'S10',
    seeds: [1],
    says: 'If the network breaks, or the host loses power, while nothing is being sent, neither end notices.',
    test: {
      by: 'runs',
      runs: ['idle-cut'],
      looksAt: 'no packet and no event on either side; both stay ESTABLISHED',
    },
  },
  {
    id: 'S11',
    seeds: [1],
    says: 'Keepalive finds such a connection, but its defaults are too slow; hence heartbeats in the application.',
    test: {
      by: 'runs',
      runs: ['idle-keepalive'],
      looksAt:
        'unanswered probes, then ETIMEDOUT; the time with the default settings in a run with --real-time',
    },
  },
  {
    id: 'S12',
    seeds: [1],
    says: 'Data sent into a broken network is repeated, the same segment again and again, for 8 to 15 minutes.',
    test: {
      by: 'runs',
      runs: ['send-cut'],
      looksAt:
        'one sequence number retransmitted at doubling gaps; the time to the give-up in a run with --real-time',
    },
  },
  {
    id: 'S13',
    seeds: [1],
    says: 'If the network returns in time, transmission simply goes on.',
    test: {
      by: 'runs',
      runs: ['send-cut-heals'],
      looksAt: 'the next retransmission is acknowledged, everything arrives, and no call reports an error',
    },
  },
  {
    id: 'S14',
    seeds: [1],
    says:
      'With O_NONBLOCK, send keeps succeeding during the cut until TCP gives up; then send, or read, fails with ' +
      'EHOSTUNREACH or ETIMEDOUT.',
    test: {
      by: 'runs',
      runs: ['send-cut'],
      looksAt:
        'send succeeds until the give-up; the error is reported once, the call after it sees EPIPE or 0',
    },
  },
  {
    id: 'S15',
    seeds: [1],
    says: 'SO_SNDTIMEO is no limit for the arrival of an acknowledgement.',
    test: {
      by: 'runs',
      runs: ['send-buffer-full'],
      looksAt:
        'send returns at once while the buffer has room, however long nothing is acknowledged; the option only bounds blocking',
    },
  },
  {
    id: 'S16',
    seeds: [1],
    says: 'Sending during a cut never leads to EPIPE or SIGPIPE.',
    test: {
      by: 'runs',
      runs: ['send-cut'],
      looksAt: 'no EPIPE before the give-up, but EPIPE from the call after the one that reported it',
    },
  },
  {
    id: 'S17',
    seeds: [1],
    says: 'After the timeout the route reports by ICMP that the target is gone, and send fails with EHOSTUNREACH.',
    test: {
      by: 'runs',
      runs: ['send-cut-icmp', 'send-lan-vanish', 'send-cut'],
      looksAt:
        'the errno at the give-up: that of the last ICMP error or failed ARP if there was one, else ETIMEDOUT',
    },
  },
  {
    id: 'S18',
    seeds: [1],
    says: 'When the send buffer is full before the timeout, send fails with ENOBUFS.',
    test: {
      by: 'runs',
      runs: ['send-buffer-full'],
      looksAt: 'the errno of a send into a full buffer: EAGAIN, or it blocks',
    },
  },
  {
    id: 'S19',
    seeds: [1],
    says: 'A heartbeat whose answer is missing for two minutes should count as a dead peer, and the connection be closed.',
    test: {
      by: 'nothing',
      because:
        'It is advice, not a statement about the kernel. TCP_USER_TIMEOUT, in send-user-timeout, is the same limit set ' +
        'in the kernel, and idle-frozen-peer shows what only a heartbeat finds.',
    },
  },
];
