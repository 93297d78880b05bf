import type { CaseEntry } from '../case.ts';
import { call, client, counter, handshake, server } from '../steps.ts';

const wire = [...handshake, client('DATA'), server('DATA'), client('FIN'), server('FIN')];

export const closeOrderly: CaseEntry<'close-orderly', 'plain'> = {
  id: 'close-orderly',
  title: 'both sides close after everything was read',
  phase: 'closing',
  benign: true,
  endedBy: 'client',
  about:
    'One program has said and heard all it wanted and calls close(). Its receive queue is empty, so the kernel sends ' +
    'a FIN. The other program reads end of file, closes too, and the second FIN ends the connection. Both close() ' +
    'calls return 0, and nobody sees an error. The side that closed first keeps the address pair in TIME-WAIT for ' +
    '60 seconds, to answer a repeated FIN and to keep stray segments out of a later connection. A host with many ' +
    'sockets in TIME-WAIT is one that closes first, not one that leaks. This is the pattern that the failures are ' +
    'measured against.',
  variants: [
    {
      name: 'plain',
      about:
        'An echo: the client sends a line, reads it back and closes; the server reads end of file and closes.',
      clientSees: 'its line back, close 0',
      serverSees: 'the line, then recv 0, close 0',
      expects: {
        calls: {
          client: [call('connect', '0'), call('send', 'some'), call('recv', 'some'), call('close', '0')],
          server: [
            call('accept', 'ok'),
            call('recv', 'some'),
            call('send', 'some'),
            call('recv', '0', { note: 'end of file: the client has nothing more to say' }),
            call('close', '0'),
          ],
        },
        wire: { client: wire, middle: wire, server: wire },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'Tcp.OutRsts', 'none'),
            counter('server', 'Tcp.OutRsts', 'none'),
            counter('client', 'Tcp.EstabResets', 'none'),
            counter('server', 'Tcp.EstabResets', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'A FIN from each side, each acknowledged, every byte before them acknowledged, no RST. The second FIN may carry ' +
      'the ACK of the first, so three segments are as good as four.',
    middle: 'The same packets. A firewall or NAT can forget the connection after the last ACK.',
    server: 'The same packets.',
  },
  provenBy:
    'No packet and no counter says it. The process that sent the first FIN still runs or ended with status 0, and the last ' +
    'message before the FIN is complete by its Content-Length or end mark.',
  advice: [
    'Nothing is broken. Look elsewhere for the failure: at the content of the last message, or at another connection.',
    'End of file is no proof of a complete message. Give the protocol a length or an end mark and check it.',
    'If TIME-WAIT uses up local ports, let the other side close first or keep connections open and reuse them. ' +
      'Do not reach for SO_LINGER 0: it trades TIME-WAIT for lost data.',
    'A server that restarts while old connections sit in TIME-WAIT needs SO_REUSEADDR before bind().',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6',
      says: 'The normal close: each side sends a FIN when it has no more data, and acknowledges the other one.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.10.4',
      says: 'What CLOSE does in each state; the side that closes first passes through FIN-WAIT-1 and FIN-WAIT-2.',
    },
    {
      kind: 'man',
      where: 'recv(2) RETURN VALUE',
      says: '0 means that the peer has ended its sending in an orderly way.',
    },
    {
      kind: 'kernel',
      where: 'include/net/tcp.h TCP_TIMEWAIT_LEN',
      says: 'TIME-WAIT lasts 60 seconds and cannot be configured.',
    },
  ],
  claims: ['S02'],
};
