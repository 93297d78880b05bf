/** Connections and how they end, as event lists. */
import type { TimelineEvent } from '../src/index.ts';
import { tell } from './story.ts';

/** A request, an answer, and both sides close after reading everything. */
export function orderlyClose(): TimelineEvent[] {
  const s = tell();
  s.opening();
  s.call('client', 'send', '"GET /a HTTP/1.1\r\n\r\n"', 21.1, '20');
  s.packet('client', 'DATA', 21.13, { length: 20 });
  s.call('server', 'recv', '', 30.8, '20', 0.6);
  s.packet('server', 'ACK', 31.25, { ack: 21 });
  s.call('client', 'recv', '', 21.4, '512', 31.1);
  s.call('server', 'send', '512 bytes', 42.2, '512');
  s.packet('server', 'DATA', 42.22, { ack: 21, length: 512 });
  s.packet('client', 'ACK', 52.34, { seq: 21, ack: 513 });
  s.call('server', 'recv', '', 42.4, '0', 20.8);
  s.call('client', 'close', '', 53.0, '0', 0.05);
  s.state('client', 'FIN-WAIT-1', 53.01);
  s.packet('client', 'FIN', 53.02, { seq: 21, ack: 513 });
  s.state('server', 'CLOSE-WAIT', 63.11);
  s.call('server', 'close', '', 63.9, '0', 0.05);
  s.state('server', 'LAST-ACK', 63.91);
  s.packet('server', 'FIN', 63.92, { seq: 513, ack: 22 });
  s.state('client', 'FIN-WAIT-2', 74.0, 'inferred');
  s.state('client', 'TIME-WAIT', 74.01);
  s.packet('client', 'ACK', 74.02, { seq: 22, ack: 514 });
  s.state('server', 'CLOSED', 84.11);
  return s.events;
}

/** The server closes; the client, not looking, writes into it. */
export function readerExits(): TimelineEvent[] {
  const s = tell();
  s.opening();
  s.call('server', 'close', '', 31.2, '0', 0.06);
  s.state('server', 'FIN-WAIT-1', 31.21);
  s.packet('server', 'FIN', 31.22);
  s.state('client', 'CLOSE-WAIT', 41.31);
  s.packet('client', 'ACK', 41.33, { ack: 2 });
  s.state('server', 'FIN-WAIT-2', 51.42);
  s.call('client', 'send', '"hello\\n"', 3041.5, '6');
  s.packet('client', 'DATA', 3041.53, { ack: 2, length: 6 });
  s.kernel('server', 'send_reset', 'TCP_TIMEWAIT_SOCKET', 3051.62);
  s.state('server', 'CLOSED', 3051.62, 'inferred');
  s.packet('server', 'RST-P', 3051.63, { seq: 2, ack: null });
  s.state('client', 'CLOSED', 3061.72);
  s.call('client', 'poll', 'IN|OUT, -1', 3041.9, 'ready IN|OUT|ERR|HUP|RDHUP', 19.9);
  s.call('client', 'send', '"x"', 3062.4, 'EPIPE');
  s.call('client', 'recv', '', 3063.1, '0');
  return s.events;
}

/** The same, in a program that left SIGPIPE alone. */
export function killedByPipe(): TimelineEvent[] {
  const s = tell();
  s.opening();
  s.call('server', 'close', '', 31.2, '0', 0.06);
  s.state('server', 'FIN-WAIT-1', 31.21);
  s.packet('server', 'FIN', 31.22);
  s.state('client', 'CLOSE-WAIT', 41.31);
  for (let at = 0; at < 4; at += 1) {
    s.call('client', 'send', '1000 bytes', 35 + at * 8, '1000');
    s.packet('client', 'DATA', 35.03 + at * 8, { seq: 1 + at * 1000, length: 1000, ack: at === 0 ? 1 : 2 });
    s.packet('server', 'RST-P', 45.13 + at * 8, { seq: at === 0 ? 1 : 2, ack: null });
    s.kernel('server', 'send_reset', at === 0 ? 'TCP_ABORT_ON_DATA' : 'NO_SOCKET', 45.12 + at * 8);
  }
  s.state('server', 'CLOSED', 45.12);
  s.state('client', 'CLOSED', 55.22);
  s.call('client', 'send', '1000 bytes', 67, 'killed SIGPIPE');
  return s.events;
}

export function refused(): TimelineEvent[] {
  const s = tell();
  s.call('client', 'connect', '10.7.0.130:8080', 0, 'ECONNREFUSED', 20.4);
  s.state('client', 'SYN-SENT', 0.02);
  s.packet('client', 'SYN', 0.04, { seq: 0, ack: null });
  s.kernel('server', 'send_reset', 'NO_SOCKET', 10.13);
  s.packet('server', 'RST-S', 10.15, { seq: 0 });
  s.state('client', 'CLOSED', 20.24);
  return s.events;
}

/** The router goes dark under a sender. The longest timeout is 1 s, as in the lab. */
export function cut(): TimelineEvent[] {
  const s = tell();
  s.opening();
  s.call('client', 'send', '"one\\n"', 60, '4');
  s.packet('client', 'DATA', 60.03, { length: 4 });
  s.packet('server', 'ACK', 70.12, { ack: 5 });
  s.call('server', 'recv', '', 31, '4', 39.3);
  s.call('server', 'recv', '', 71, 'blocked', null);
  s.fault('middle', 'cut both ways', 1083.4);
  s.call('client', 'send', '"two\\n"', 1100, '4');
  let atMs = 1100.03;
  s.packet('client', 'DATA', atMs, { seq: 5, length: 4, lost: 'before the router' });
  s.call('client', 'recv', '', 1101, 'ETIMEDOUT', 13_880);
  for (let again = 1; again <= 16; again += 1) {
    atMs += again <= 2 ? 204 : Math.min(1000, 204 * 2 ** (again - 2));
    s.packet('client', 'DATA', atMs, { seq: 5, length: 4, again, lost: 'before the router' });
    s.kernel('client', 'retransmit', '', atMs);
  }
  s.state('client', 'CLOSED', 14_980.8);
  s.kernel('client', 'error_report', 'ETIMEDOUT', 14_980.7);
  s.call('client', 'send', '"three\\n"', 14_982, 'EPIPE');
  return s.events;
}

export function icmpOnConnect(): TimelineEvent[] {
  const s = tell();
  s.fault('middle', 'reject with host-unreachable', -60);
  s.call('client', 'connect', '10.7.0.130:8080', 0, 'EHOSTUNREACH', 10.4);
  s.state('client', 'SYN-SENT', 0.02);
  s.packet('client', 'SYN', 0.04, { seq: 0, ack: null, lost: 'after the router' });
  s.packet('middle', 'ICMP-HOST-UNREACHABLE', 5.11, { seq: 0, ack: null, to: 'client' });
  s.state('client', 'CLOSED', 10.2);
  return s.events;
}

/** The server closes an idle connection while a request is on its way. */
export function crossing(): TimelineEvent[] {
  const s = tell();
  s.opening();
  s.call('server', 'close', '', 2031.2, '0', 0.06);
  s.state('server', 'FIN-WAIT-1', 2031.21);
  s.packet('server', 'FIN', 2031.22);
  s.call('client', 'send', '28 bytes', 2036.1, '28');
  s.packet('client', 'DATA', 2036.13, { length: 28 });
  s.state('client', 'CLOSE-WAIT', 2041.31);
  s.packet('client', 'ACK', 2041.33, { seq: 29, ack: 2 });
  s.kernel('server', 'send_reset', 'TCP_ABORT_ON_DATA', 2046.22);
  s.packet('server', 'RST-P', 2046.24, { ack: null });
  s.state('server', 'CLOSED', 2046.22);
  s.kernel('server', 'send_reset', 'TCP_FLAGS', 2051.42);
  s.packet('server', 'RST-P', 2051.44, { seq: 2, ack: null });
  s.call('client', 'recv', '', 2036.4, '0', 5.1);
  s.state('client', 'CLOSED', 2056.33);
  s.call('client', 'send', '28 bytes', 2063, 'EPIPE');
  return s.events;
}

/** Two sides that talk at once: several packets of each direction in flight together. */
export function crossingStreams(): TimelineEvent[] {
  const s = tell();
  s.packet('client', 'DATA', 0, { length: 100 });
  s.packet('client', 'DATA', 1, { seq: 101, length: 100 });
  s.packet('client', 'DATA', 2, { seq: 201, length: 100 });
  s.packet('server', 'FIN', 5, { length: 0 });
  s.packet('client', 'ACK', 15.2, { seq: 301, ack: 2 });
  s.packet('server', 'DATA', 40, { seq: 2, length: 7 });
  s.packet('server', 'DATA', 41, { seq: 9, length: 7 });
  s.packet('client', 'DATA', 43, { seq: 301, length: 1 });
  s.packet('client', 'DATA', 44, { seq: 302, length: 1 });
  return s.events;
}

export function keepaliveGivesUp(): TimelineEvent[] {
  const s = tell();
  s.opening();
  s.call('server', 'recv', '', 31, 'blocked', null);
  s.call('client', 'recv', '', 21, 'ETIMEDOUT', 4016.9);
  s.fault('client', 'pulled off the link', 80);
  s.packet('client', 'KEEPALIVE', 1020.5, { seq: 0, lost: 'before the router' });
  s.packet('client', 'KEEPALIVE', 2036.2, { seq: 0, lost: 'before the router' });
  s.packet('client', 'KEEPALIVE', 3036.9, { seq: 0, lost: 'before the router' });
  s.kernel('client', 'send_reset', 'TCP_KEEPALIVE_TIMEOUT', 4037.5);
  s.packet('client', 'RST-A', 4037.52, { lost: 'before the router' });
  s.state('client', 'CLOSED', 4037.5);
  return s.events;
}

/** Every SYN arrives, none is answered. */
export function acceptQueueFull(): TimelineEvent[] {
  const s = tell();
  s.call('server', 'listen', 'backlog 1', 0, '0');
  s.state('server', 'LISTEN', 0.01);
  s.call('client', 'connect', '10.7.0.130:8080', 50, 'ETIMEDOUT', 133_000);
  s.state('client', 'SYN-SENT', 50.02);
  let atMs = 50.04;
  s.packet('client', 'SYN', atMs, { seq: 0, ack: null });
  for (const [index, waitS] of [1, 1, 1, 1, 1, 2, 4, 8, 16, 32].entries()) {
    atMs += waitS * 1024;
    s.packet('client', 'SYN', atMs, { seq: 0, ack: null, again: index + 1 });
  }
  s.state('client', 'CLOSED', 133_049.9);
  return s.events;
}

/** A reader that stops: the window closes, probes go out and are answered. */
export function zeroWindow(): TimelineEvent[] {
  const s = tell();
  s.call('client', 'send', '65536 bytes', 0, '65536', 0.4);
  for (let at = 0; at < 12; at += 1) {
    s.packet('client', 'DATA', 0.1 + at * 0.02, { seq: 1 + at * 1448, length: 1448 });
  }
  s.packet('server', 'ACK', 10.6, { ack: 17377, window: 0 });
  let atMs = 20.8;
  for (let at = 0; at < 6; at += 1) {
    atMs += 210 * 2 ** at;
    s.packet('client', 'KEEPALIVE', atMs, { seq: 17376 });
    s.packet('server', 'ACK', atMs + 10.1, { ack: 17377, window: 0 });
  }
  s.call('client', 'send', '1448 bytes', atMs + 700, 'EAGAIN');
  s.call('client', 'poll', 'OUT, 500', atMs + 701, 'timeout', 500.4);
  return s.events;
}

/** An upload in full flight: data and acknowledgements cross all the time, then the client closes. */
export function upload(): TimelineEvent[] {
  const s = tell();
  s.opening();
  for (let at = 0; at < 80; at += 1) {
    const atMs = 40 + at * 5 + ((at * 7) % 3) * 0.4;
    s.call('client', 'send', '1000 bytes', atMs, '1000');
    const arrivedMs = s.packet('client', 'DATA', atMs + 0.03, { seq: 1 + at * 1000, length: 1000 });
    s.call('server', 'recv', '', arrivedMs + 0.1, '1000');
    if (at % 2 === 1) s.packet('server', 'ACK', arrivedMs + 0.05, { ack: 1001 + at * 1000 });
  }
  s.call('client', 'close', '', 450, '0');
  s.state('client', 'FIN-WAIT-1', 450.01);
  s.packet('client', 'FIN', 450.02, { seq: 80_001 });
  s.state('server', 'CLOSE-WAIT', 460.1);
  return s.events;
}

/** A client that asks and is answered, over and over. */
export function pingPong(): TimelineEvent[] {
  const s = tell();
  s.opening();
  for (let at = 0; at < 20; at += 1) {
    const atMs = 100 + at * 1000;
    s.call('client', 'send', '"ping"', atMs, '4');
    s.packet('client', 'DATA', atMs + 0.03, { seq: 1 + at * 4, length: 4 });
    s.call('client', 'recv', '', atMs + 0.2, '4', 20.5);
    s.call('server', 'recv', '', atMs + 10.3, '4');
    s.call('server', 'send', '"pong"', atMs + 10.5, '4');
    s.packet('server', 'DATA', atMs + 10.53, { seq: 1 + at * 4, ack: 5 + at * 4, length: 4 });
    s.packet('client', 'ACK', atMs + 60, { seq: 5 + at * 4, ack: 5 + at * 4 });
  }
  return s.events;
}
