import type { CaseEntry } from '../case.ts';
import { call, client, counter, handshake, server } from '../steps.ts';

const talkAfterwards = [...handshake, client('DATA'), server('DATA')] as const;

export const idleCut: CaseEntry<'idle-cut', 'plain' | 'heals'> = {
  id: 'idle-cut',
  title: 'the path is cut under an idle connection, and neither end can know',
  phase: 'idle',
  benign: false,
  endedBy: 'nobody',
  about:
    'A TCP connection is state at two ends and nothing in between. Pull the cable, turn off a switch, cut the power of ' +
    'the peer: as long as nobody sends, nothing happens, and both kernels say ESTABLISHED for hours. The socket is ' +
    'writable, not readable, without error. If the path comes back before anybody speaks, the connection goes on as if ' +
    'nothing had been. If not, the first to speak finds out (send-cut), one who only waits for data never does. Servers ' +
    'collect such dead clients; pools hand out such dead connections.',
  variants: [
    {
      name: 'plain',
      about:
        'The router drops everything both ways while nobody sends. Both programs ask the kernel how the connection is.',
      clientSees: 'poll: writable, no error; waiting for data only times out',
      serverSees: 'the same',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('poll', 'ready OUT', { note: 'looks healthy' }),
            call('poll', 'timeout', { note: 'no data, no end of file, no error' }),
          ],
          server: [
            call('accept', 'ok'),
            call('poll', 'ready OUT', { note: 'looks healthy' }),
            call('poll', 'timeout'),
          ],
        },
        wire: { client: handshake, middle: handshake, server: handshake },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'Tcp.RetransSegs', 'none'),
            counter('server', 'Tcp.RetransSegs', 'none'),
            counter('client', 'Tcp.EstabResets', 'none'),
            counter('server', 'Tcp.EstabResets', 'none'),
          ],
        },
      },
    },
    {
      name: 'heals',
      about: 'The path comes back while both are still silent. Then they talk.',
      clientSees: 'send ok, recv the answer: nothing was ever wrong',
      serverSees: 'recv the request, send ok',
      expects: {
        calls: {
          client: [
            call('connect', '0'),
            call('poll', 'timeout', { note: 'during the cut' }),
            call('send', 'some'),
            call('poll', 'ready IN|OUT'),
            call('recv', 'some'),
          ],
          server: [
            call('accept', 'ok'),
            call('poll', 'ready IN|OUT'),
            call('recv', 'some'),
            call('send', 'some'),
          ],
        },
        wire: { client: talkAfterwards, middle: talkAfterwards, server: talkAfterwards },
        kernel: {
          resets: [],
          counters: [
            counter('client', 'Tcp.EstabResets', 'none'),
            counter('server', 'Tcp.EstabResets', 'none'),
          ],
        },
      },
    },
  ],
  onTheWire: {
    client:
      'Nothing after the last exchange: no probe, no retransmission, no reset. A healthy idle connection looks the same.',
    middle: 'Nothing.',
    server: 'Nothing.',
  },
  provenBy:
    '`ss -tano` on both hosts says ESTAB with Send-Q 0 and no timer:(on,…), and a new connection between them fails. If the old ' +
    'one went on later, TcpExtTCPTimeouts had stood still on both (`nstat -az`).',
  advice: [
    'Speak regularly: a heartbeat in the protocol that expects an answer within a limit (HTTP/2 PING, WebSocket ping, gRPC keepalive) finds dead paths and dead programs alike.',
    'Where the protocol has none, switch on keepalive on both ends with useful times: SO_KEEPALIVE 1, TCP_KEEPIDLE 30, TCP_KEEPINTVL 10, TCP_KEEPCNT 3 (the defaults take 7200 + 9 x 75 s). On top TCP_USER_TIMEOUT, for the case that data is under way.',
    'In a pool, drop connections that were idle longer than some limit, or test them with a real question before use; a look with poll() proves nothing.',
    'Never take "writable and no error" for "connected".',
  ],
  references: [
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.4',
      says: 'Keep-alives are optional, off by default, and no more frequent than every two hours unless asked for.',
    },
    {
      kind: 'rfc',
      where: 'RFC 9293 section 3.8.3',
      says: 'Failures are found by retransmission; without unacknowledged data there is none.',
    },
    {
      kind: 'man',
      where: 'tcp(7) tcp_keepalive_time, TCP_KEEPIDLE',
      says: 'When probing starts, per host and per socket.',
    },
  ],
  claims: ['S10'],
};
