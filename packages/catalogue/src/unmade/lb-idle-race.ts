import type { UnmadeCase } from '../case.ts';

export const lbIdleRace: UnmadeCase<'lb-idle-race'> = {
  id: 'lb-idle-race',
  title: 'a request crosses the FIN of a server that closes its idle connection',
  phase: 'idle',
  benign: false,
  endedBy: 'server',
  about:
    'The server, or a load balancer in its place, closes a kept-alive connection because it was idle for too ' +
    'long. In the same moment, within one travel time, the client sends its next request on it. The request ' +
    'arrives at a socket that is already closed, so the server’s kernel answers it with a reset. The FIN gets to ' +
    'the client before that reset: its read says end of file, the write after it EPIPE, and no ECONNRESET ' +
    'appears; HTTP libraries say “socket hang up”, “remote end closed connection” or, in a proxy, 502. Any ' +
    'protocol where one side may close an idle connection has this race. If the request had reached the server’s ' +
    'queue before the close, it is close-unread instead: a reset and no FIN.',
  onTheWire: {
    client:
      'The own data and the server’s FIN cross: the FIN does not acknowledge the data, although the data was sent ' +
      'before the FIN arrived. Then a bare reset for the data and often a second one for the ACK of the FIN.',
    middle:
      'The FIN passes in one direction and the data in the other before either has been answered; then the resets, ' +
      'one for each segment of the client.',
    server:
      'FIN first, then data that does not acknowledge the FIN. Each segment that arrives after it is answered by a ' +
      'bare reset.',
  },
  clientSees: 'send ok, then recv 0 (not ECONNRESET), then send EPIPE',
  serverSees: 'close 0: nothing looks wrong, and the request never reaches the program',
  provenBy:
    'The client’s data does not acknowledge the FIN, so it left before the FIN arrived, and on the server ' +
    'TcpExtTCPAbortOnData moves; had the client overlooked the FIN, its data would come after an ACK of it. The ' +
    'time since the last answer equals the server’s idle limit, and the server’s process lives on, which ' +
    'excludes a crash.',
  advice: [
    'Make the client, or the proxy in front, give up idle connections before the server does: its limit a few ' +
      'seconds below the server’s (5 s in Node’s HTTP server, 75 s in nginx by default).',
    'Repeat the request once on a new connection if it may be repeated (GET, PUT, DELETE, or with an idempotency ' +
      'key) and no byte of an answer has arrived.',
    'Send Connection: close with the last answer, or GOAWAY in HTTP/2, instead of closing without a word.',
    'Take the connection out of the pool as soon as its end of file is readable; look before you write.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9112 section 9.5',
      says:
        'Either side may close at any time; a client may be sending just when the server closes the connection as ' +
        'idle.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9112 section 9.3.1',
      says: 'Which requests a client may repeat by itself when a connection closes before the answer.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6.1',
      says: 'New data after a close should be answered by a reset, to show that it was lost.',
    },
  ],
  notMadeHereYet: true,
};
