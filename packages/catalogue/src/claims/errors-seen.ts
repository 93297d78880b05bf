import type { Claim } from '../claim.ts';

/** What the articles say about how an error reaches a program, in C and in Java. */
export const errorsSeenClaims: readonly Claim[] = [
  {
    id: 'S26',
    seeds: [1],
    says: 'A read that returns 0 with errno ECONNRESET means that the peer has reset the connection.',
    test: {
      by: 'runs',
      runs: ['close-unread/plain', 'close-writer-exits'],
      looksAt: 'a reset makes recv return -1; 0 is end of file, and a call that returns 0 does not set errno',
    },
  },
  {
    id: 'S30',
    seeds: [2, 3, 4],
    says: 'After FIN, a write and the reset that answers it, a read fails with ECONNRESET.',
    test: {
      by: 'runs',
      runs: ['close-reader-exits/read-after-reset', 'close-peer-killed-unread'],
      looksAt: 'recv after a reset that followed a FIN (0) and after one that did not (ECONNRESET)',
    },
  },
  {
    id: 'S31',
    seeds: [2],
    says: 'After a reset a read fails with ECONNRESET and a write with EPIPE.',
    test: {
      by: 'runs',
      runs: ['close-linger0/read-first', 'close-linger0/write-first'],
      looksAt: 'the first call gets ECONNRESET, be it a read or a write; those after it get 0 or EPIPE',
    },
  },
  {
    id: 'S33',
    seeds: [2],
    says: 'To select, a FIN makes the socket readable and read returns 0; a reset makes it readable and read returns -1.',
    test: {
      by: 'runs',
      runs: ['close-writer-exits/select', 'close-peer-killed-unread'],
      looksAt: 'what select and poll report, and what recv returns after it',
    },
  },
  {
    id: 'S43',
    seeds: [3],
    says: 'In Java a reset met while reading is called "Connection reset", one met while writing "Connection reset by peer".',
    test: {
      by: 'nothing',
      because:
        'The wording is a property of the JDK, and the lab has no JVM. What the kernel reports is in S31.',
    },
  },
  {
    id: 'S44',
    seeds: [3, 4],
    says:
      'After a write to a connection that the peer has closed, select and read report "connection reset by peer", and a ' +
      'further write "broken pipe".',
    test: {
      by: 'runs',
      runs: ['close-reader-exits/read-after-reset', 'close-reader-exits/sigpipe-ignored'],
      looksAt: 'recv after the reset (0, for the FIN came first) and the second send (EPIPE)',
    },
  },
  {
    id: 'S45',
    seeds: [4],
    says: 'The first write to a dead peer reports a reset, the second a broken pipe.',
    test: {
      by: 'runs',
      runs: ['close-linger0/write-first', 'close-reader-exits/sigpipe-ignored'],
      looksAt: 'the first send when the reset is already here (ECONNRESET) and when only a FIN is (success)',
    },
  },
  {
    id: 'S46',
    seeds: [4],
    says: 'The texts "Connection reset by peer" and "Broken pipe" in Java come from the C library, not from the JDK.',
    test: {
      by: 'nothing',
      because:
        'The wording is a property of the JDK and of glibc (strerror of ECONNRESET and EPIPE), and the lab has no JVM.',
    },
  },
];
