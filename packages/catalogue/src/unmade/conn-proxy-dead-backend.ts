import type { UnmadeCase } from '../case.ts';

export const connProxyDeadBackend: UnmadeCase<'conn-proxy-dead-backend'> = {
  id: 'conn-proxy-dead-backend',
  notMadeHereYet: true,
  title: 'a proxy accepts, finds its backend dead and drops the client',
  phase: 'connecting',
  benign: false,
  endedBy: 'server',
  about:
    'The client’s connection ends at a proxy, a load balancer or a service mesh, which completes the ' +
    'handshake before it knows whether the backend is there. Then its own connection to the backend is ' +
    'refused or times out, and it has to drop a client that is already connected. So connect() succeeds and ' +
    'the failure comes a moment later: an end of file if the proxy closes orderly, ECONNRESET if it had not ' +
    'read the client’s bytes or resets on purpose. A SYN proxy in a firewall does the same with window 0 in ' +
    'its SYN-ACK. A refusal of the real server thus looks like a broken connection, and connect metrics stay ' +
    'green.',
  clientSees: 'connect 0, send ok, then recv 0 or recv ECONNRESET; rarely connect ECONNRESET',
  serverSees: 'the backend nothing; the proxy connect ECONNREFUSED or ETIMEDOUT towards it',
  onTheWire: {
    client:
      'A handshake, perhaps data with its ACK, then a FIN or an RST with ACK within the time that the proxy ' +
      'needs to find out. A SYN proxy’s SYN-ACK has window 0, and the reset comes from the firewall.',
    middle:
      'In front of the proxy the same. Behind it another connection, from the proxy to the backend, refused ' +
      'or unanswered.',
    server:
      'At the backend: a SYN from the proxy’s address, answered with a reset or not at all. At the proxy: ' +
      'both connections.',
  },
  provenBy:
    'The proxy’s log names the failed backend (nginx: "connect() failed" with "while connecting to ' +
    'upstream"; haproxy: termination state SC), and a capture at the proxy shows its SYN to the backend ' +
    'refused just before the client is dropped. Connected directly, the backend refuses.',
  advice: [
    'Read the proxy’s log and its list of backends first; the client’s packets say only that the proxy gave up.',
    'Bring the backend up, or let health checks take it out before clients are sent there.',
    'Let the proxy answer in the client’s protocol where it can (HTTP 502 or 503) instead of closing: that ' +
      'can be told from a network failure.',
    'Do not use a successful TCP connect through a proxy as a health check; ask the application.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 1122 section 4.2.2.13',
      says: 'A program that closes with received data unread sends a reset, so that its peer learns of the loss.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp.c __tcp_close',
      says: 'A proxy that closes with the client’s bytes unread sends a reset and counts TCPAbortOnClose.',
    },
    {
      kind: 'kernel',
      where: 'net/netfilter/nft_synproxy.c',
      says: 'Answers SYNs in the server’s name and opens the real connection only after the client’s ACK.',
    },
  ],
};
