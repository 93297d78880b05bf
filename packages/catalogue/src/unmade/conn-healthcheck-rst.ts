import type { UnmadeCase } from '../case.ts';

export const connHealthcheckRst: UnmadeCase<'conn-healthcheck-rst'> = {
  id: 'conn-healthcheck-rst',
  notMadeHereYet: true,
  title: 'a health check resets after the SYN-ACK instead of completing the handshake',
  phase: 'connecting',
  benign: true,
  endedBy: 'client',
  about:
    'A load balancer or a port scanner wants to know whether a port is open, and nothing more. It sends a ' +
    'SYN, takes the SYN-ACK for a yes and resets instead of sending the last ACK. The handshake never ' +
    'completes, so the program on the server sees nothing and logs nothing, and accept() does not return. It ' +
    'is cheap and harmless, and it says little: the kernel answered, not the program, so a hung server with ' +
    'a listening socket still passes. In captures and counters it looks like trouble: embryonic resets and ' +
    'failed attempts in a steady rhythm.',
  clientSees: 'that the port answers; no program on the client may hold a socket at all',
  serverSees: 'nothing: accept never returns it',
  onTheWire: {
    client:
      'SYN, SYN-ACK, and a reset without ACK whose sequence number is the one that the SYN-ACK acknowledged; ' +
      'window 0, no options. If the checker’s own kernel makes it, IP id 0.',
    middle: 'The same three packets, at regular intervals from the same source.',
    server: 'The same three packets. The request leaves SYN-RECV at the reset.',
  },
  provenBy:
    'On the server TcpExtEmbryonicRsts and TcpAttemptFails (`nstat -az`) grow by one with each check, in a ' +
    'fixed rhythm and from the checker’s addresses. The reset follows the SYN-ACK within a round trip; a ' +
    'client that had given up resets one that comes late, behind repeated SYNs.',
  advice: [
    'Leave it alone if it is your own load balancer, and leave its addresses out of alerts on embryonic resets.',
    'Use a check that asks the application (an HTTP path, a protocol greeting): a half handshake passes as ' +
      'long as the kernel lives.',
    'If the source is unknown, it is a scan: a firewall or a rate limit is the place to deal with it.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.10.7.4',
      says: 'A reset in SYN-RECEIVED returns a passive open to LISTEN without telling the user.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_minisocks.c tcp_check_req',
      says: 'A reset for a request drops it and counts EmbryonicRsts.',
    },
  ],
};
