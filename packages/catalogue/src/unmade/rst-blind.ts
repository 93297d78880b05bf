import type { UnmadeCase } from '../case.ts';

export const rstBlind: UnmadeCase<'rst-blind'> = {
  id: 'rst-blind',
  title: 'a forged reset with a guessed sequence number is ignored, or asked back about',
  phase: 'idle',
  benign: true,
  endedBy: 'nobody',
  about:
    'Somebody who cannot see the connection tries to end it, and sends resets with guessed sequence numbers. A ' +
    'kernel that follows RFC 5961 accepts only one that has exactly the next expected number. One outside the ' +
    'window is ignored. One inside the window, and any SYN, is answered by a challenge ACK: if the peer had ' +
    'really lost the connection, it would answer that with a fitting reset; as it has not, it takes the ACK for ' +
    'a duplicate, and the connection lives on. The answers are limited in rate (one in half a second per ' +
    'connection), so that the attack cannot be turned into a flood. The programs notice nothing.',
  onTheWire: {
    client:
      'A reset or SYN with an odd sequence number, often with an odd TTL, and at most a bare ACK as the answer. ' +
      'Afterwards traffic goes on as before.',
    middle: 'The forged segments on the way to their target, and the challenge ACKs coming back.',
    server:
      'The mirror of it, when the server is the target: forged segments come in, ACKs with the current numbers go ' +
      'out.',
  },
  clientSees: 'nothing',
  serverSees: 'nothing',
  provenBy:
    'Data goes on after the reset and is acknowledged. On the target TcpExtTCPChallengeACK grows ' +
    '(TcpExtTCPACKSkippedChallenge when the limit bites, TcpExtTCPSYNChallenge for a SYN) and TcpEstabResets ' +
    'does not; a capture at the supposed sender shows that it never sent the segment.',
  advice: [
    'Nothing needs to be done for the connection. If the counters grow steadily, somebody is trying: find out by ' +
      'the TTL where from.',
    'Filter spoofed source addresses at the borders of the own network (BCP 38).',
    'Protect very long-lived connections, BGP for instance, with TCP-AO or MD5 signatures, or by the TTL check ' +
      'of RFC 5082.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 5961 sections 3.2 and 4.2',
      says: 'Which resets are accepted, and that other ones in the window, and SYNs, get a challenge ACK.',
    },
    {
      kind: 'rfc',
      where: 'RFC 5961 section 7',
      says: 'Challenge ACKs are to be limited in rate.',
    },
    {
      kind: 'kernel',
      where: 'Documentation/networking/ip-sysctl.rst tcp_invalid_ratelimit',
      says: 'At most one such answer per connection in 500 ms by default.',
    },
  ],
  notMadeHereYet: true,
};
