import type { CaseEntry } from '../case.ts';
import type { SegmentStep } from '../expectation.ts';
import { between, call, client, counter, handshake, server } from '../steps.ts';

const threeGreetings: readonly SegmentStep[] = [
  ...handshake,
  server('DATA', { times: between(3, 3) }),
  server('FIN'),
  client('FIN'),
];
const oneGreeting: readonly SegmentStep[] = [...handshake, server('DATA'), server('FIN'), client('FIN')];

const noResets = [
  counter('client', 'Tcp.OutRsts', 'none'),
  counter('server', 'Tcp.OutRsts', 'none'),
  counter('server', 'TcpExt.TCPAbortOnClose', 'none'),
] as const;

export const closeWriterExits: CaseEntry<'close-writer-exits', 'plain' | 'select'> = {
  id: 'close-writer-exits',
  title: 'the sending program is stopped, and its reader meets end of file',
  phase: 'closing',
  benign: false,
  endedBy: 'server',
  about:
    'A program that only sends is stopped: Ctrl-C, SIGTERM from a deployment, a normal exit. The kernel closes its ' +
    'sockets for it. Nothing lay unread in them, so it first delivers what was still to be sent and then a FIN. The ' +
    'reader gets every byte that was written, then 0 from each recv(): end of file, not an error. In Go that is ' +
    'io.EOF, in Python an empty bytes object, in Node the event "end". The reader cannot tell an interrupted stream ' +
    'from a finished one; only the protocol on top can.',
  variants: [
    {
      name: 'plain',
      about:
        'The greeting server writes 28 bytes every 100 ms. The client reads three greetings; then the server is ' +
        'stopped with SIGINT, as by Ctrl-C, while the client waits for the next one.',
      clientSees: 'recv 28, 28, 28, then recv 0',
      serverSees: 'killed by SIGINT between two sends',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('recv', 'some', { times: between(3, 3) }),
            call('recv', '0', { note: 'end of file; errno says nothing' }),
            call('close', '0'),
          ],
          server: [
            call('accept', 'ok'),
            call('send', 'some', { times: between(3, 3) }),
            call('exit', 'killed SIGINT'),
          ],
        },
        wire: { client: threeGreetings, middle: threeGreetings, server: threeGreetings },
        kernel: { resets: [], counters: noResets },
      },
    },
    {
      name: 'select',
      about:
        'One greeting, then SIGINT. The client asks poll() and select() what the FIN looks like, reads end of file ' +
        'twice and asks again: readiness does not go away.',
      clientSees: 'poll IN|OUT|RDHUP, select R|W, recv 0 as often as it asks',
      serverSees: 'killed by SIGINT after its send',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('recv', 'some'),
            call('poll', 'ready IN|OUT|RDHUP', { note: 'neither ERR nor HUP' }),
            call('select', 'ready R|W', { note: 'readable, and never in the exception set' }),
            call('recv', '0'),
            call('recv', '0', { note: 'end of file does not wear off' }),
            call('select', 'ready R|W', { note: 'a loop that ignores the 0 spins here' }),
            call('close', '0'),
          ],
          server: [call('accept', 'ok'), call('send', 'some'), call('exit', 'killed SIGINT')],
        },
        wire: { client: oneGreeting, middle: oneGreeting, server: oneGreeting },
        kernel: { resets: [], counters: noResets },
      },
    },
  ],
  onTheWire: {
    client:
      'Data from the server, a FIN from it, an ACK. No RST. The FIN of the client follows when its program closes, ' +
      'which may be much later.',
    middle: 'The same packets.',
    server:
      'The same packets. The FIN leaves at the instant of the exit: compare it with the process accounting.',
  },
  provenBy:
    'The process that sent the FIN was told to stop: status 130 or 143, or SIGINT or SIGTERM in its service journal, and no ' +
    'core dump. The stream before the FIN lacks the length or end mark of a complete message.',
  advice: [
    'Treat 0 from recv() as the end of the connection at once: stop polling the socket and close it. ' +
      'A socket at end of file stays readable, and a loop that does not act on it takes a whole core.',
    'Check that the last message was whole. Most runtimes report a FIN in the middle of one (Go: "unexpected EOF", ' +
      'Node: "aborted", Python: IncompleteRead), but Java HttpURLConnection returns the short body without an error.',
    'In the server, handle SIGTERM and SIGINT: stop accepting, finish the message under way, shut the sending side ' +
      'down, wait for the peer to close, then exit.',
    'Do not test errno after recv() returned 0. It holds whatever the call before left there.',
  ],
  references: [
    {
      kind: 'man',
      where: 'recv(2) RETURN VALUE',
      says: '0 stands for end of file once the peer has ended its sending.',
    },
    {
      kind: 'man',
      where: '_exit(2)',
      says: 'A process that ends has its open file descriptors closed.',
    },
    {
      kind: 'man',
      where: 'poll(2) POLLRDHUP',
      says: 'The flag that tells a FIN from mere data; it must be asked for.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_fin',
      says: 'A FIN marks the receiving side as shut down and done; recv() returns 0 from then on.',
    },
  ],
  claims: ['S02', 'S04', 'S26', 'S33'],
};
