import type { CaseEntry } from '../case.ts';
import {
  atLeast,
  between,
  call,
  client,
  counter,
  echoes,
  handshake,
  maybe,
  reset,
  server,
} from '../steps.ts';

const healed = [
  ...handshake,
  echoes(1),
  client('DATA', { retransmitted: false }),
  client('DATA', { retransmitted: true, times: maybe }),
  client('FIN', { retransmitted: false }),
  client('FIN', { retransmitted: true, times: atLeast(3) }),
  server('DATA'),
  client('RST-P'),
];

export const closeCutHeals: CaseEntry<'close-cut-heals', 'plain'> = {
  id: 'close-cut-heals',
  title: 'a program closes while the path is cut, and the path returns before its kernel gives up',
  phase: 'closing',
  benign: false,
  endedBy: 'client',
  about:
    'The program has closed and gone, but its kernel still repeats the last data and the FIN. When the path returns in ' +
    'time, both arrive: the peer reads everything, then end of file, as after any close. So closing during an outage does ' +
    'not take back what was written. What the peer then writes is another matter: nobody is there to read it, and the ' +
    'client’s kernel answers it with a reset. The peer’s first write succeeds, the next one gets EPIPE (or SIGPIPE kills ' +
    'it). The usual story: a request cancelled by its deadline is carried out after all, and the answer meets a reset.',
  variants: [
    {
      name: 'plain',
      about:
        'The client writes a line into the outage and closes. The path heals; the server reads the line and the end of ' +
        'file, and answers twice.',
      clientSees: 'close 0, and nothing after that',
      serverSees: 'recv some, recv 0; send ok, then send EPIPE, recv 0',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('send', 'some'),
            call('recv', 'some'),
            call('send', 'some', { note: 'the path is already cut' }),
            call('close', '0'),
          ],
          server: [
            call('accept', 'ok'),
            call('recv', 'some'),
            call('send', 'some'),
            call('recv', 'some', { note: 'written and closed during the outage, and yet delivered' }),
            call('recv', '0', { note: 'the FIN came with it' }),
            call('send', 'some', { note: 'to a socket that is closed' }),
            call('poll', 'ready IN|OUT|ERR|HUP|RDHUP', { note: 'the reset is here' }),
            call('send', 'EPIPE', { note: 'not ECONNRESET: a FIN came first' }),
            call('recv', '0'),
          ],
        },
        wire: {
          client: healed,
          middle: healed,
          server: [
            ...handshake,
            echoes(1),
            client('FIN', { times: between(1, 2) }),
            server('DATA'),
            client('RST-P'),
          ],
        },
        kernel: {
          resets: [reset('client', 'TCP_TIMEWAIT_SOCKET')],
          counters: [
            counter('client', 'TcpExt.TCPAbortOnTimeout', 'none'),
            counter('client', 'TcpExt.TCPTimeouts'),
            counter('client', 'Tcp.OutRsts', 1),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'Data and FIN, repeated together with doubling gaps; then an acknowledgement, later data from the server, and at once ' +
      'a reset without ACK, window 0, IP id 0: it meets no full socket.',
    middle: 'The same; the repetitions before the repair end here.',
    server:
      'After a silence one segment with data and FIN. The server’s data is answered with a reset without ACK.',
  },
  provenBy:
    'A capture at the client shows data and FIN repeated until the path was back, and TcpExtTCPTimeouts grew there (`nstat -az`). ' +
    'The client’s process had called close() by then and owns the socket no more (`ss -tanp`).',
  advice: [
    'Give requests an id and make them safe to repeat: a request given up by a deadline may still be carried out once the path is back.',
    'To take back what is not yet sent, abort instead of closing: SO_LINGER {1, 0}, then close(). It drops the send buffer.',
    'On the answering side treat EPIPE and SIGPIPE (ignore the signal or use MSG_NOSIGNAL) as: the asker has gone.',
    'After end of file look whether an answer is still wanted before doing expensive work: a full close and a half close look alike, so the protocol has to say which it is.',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6.1',
      says: 'A host that has closed fully and then receives new data should send a reset, to show that data was lost.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.6',
      says: 'After CLOSE everything up to and with the FIN is repeated until it is acknowledged.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_minisocks.c tcp_timewait_state_process()',
      says: 'A closed connection that waits for the peer’s FIN is kept as a small time-wait socket; data for it is answered with a reset.',
    },
    {
      kind: 'kernel',
      where: 'net/ipv4/tcp_input.c tcp_reset()',
      says: 'A reset after a FIN reports EPIPE, before one ECONNRESET.',
    },
  ],
  claims: ['S22'],
};
