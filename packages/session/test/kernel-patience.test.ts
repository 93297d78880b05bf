import { beforeEach, describe, expect, it } from 'vitest';
import { KernelPatience } from '../src/guard/kernel-patience.ts';
import { takesFour } from '../src/platform/capabilities.ts';
import { parseTcpInfo } from '../src/platform/tcp-info.ts';
import { asSocket, KernelDouble, SocketDouble } from './support/kernel-double.ts';

const SHUT = { peerWindowBytes: 0, notSentBytes: 5000 };

let kernel: KernelDouble;
let socket: SocketDouble;
let patience: KernelPatience;

beforeEach(() => {
  kernel = new KernelDouble();
  socket = new SocketDouble();
  patience = new KernelPatience(asSocket(socket), { userTimeoutMs: 3000, kernel });
  patience.begin(0);
});

describe('the patience of the kernel', () => {
  it('is set at the beginning, and looked after three times in its time', () => {
    expect(kernel.userTimeouts).toEqual([3000]);
    expect(kernel.keepAlives).toBe(1);
    expect(patience.lookEveryMs).toBe(1000);
  });

  it('costs nothing while nothing is written', () => {
    patience.look(1000);
    const { looks } = kernel;
    patience.look(2000);
    patience.look(3000);
    expect(kernel.looks).toBe(looks);
    socket.bytesWritten = 10;
    patience.look(4000);
    expect(kernel.looks).toBe(looks + 1);
  });

  it('has no end while the window is shut and probes are answered', () => {
    kernel.shows(SHUT);
    expect(patience.look(1000).is).toBe('shut');
    expect(kernel.userTimeouts).toEqual([3000, 0]);
    expect(patience.hasUserTimeout).toBe(false);
    for (let at = 2000; at < 600_000; at += 1000) {
      // Now and then a look comes between a probe and its answer.
      kernel.shows({ ...SHUT, probes: at % 3000 === 0 ? 1 : 0, lastAckReceivedMs: at % 120_000 });
      expect(patience.look(at).is).toBe('fine');
    }
    kernel.shows({});
    expect(patience.look(601_000).is).toBe('open');
    expect(kernel.userTimeouts).toEqual([3000, 0, 3000]);
  });

  it('sees a window that is open a crack, but too little for the next segment', () => {
    kernel.shows({ peerWindowBytes: 100, notSentBytes: 5000, unackedSegments: 0 });
    expect(patience.look(1000).is).toBe('shut');
    kernel.shows({ peerWindowBytes: 100, notSentBytes: 5000, unackedSegments: 1 });
    expect(patience.look(2000).is).toBe('open');
  });

  it('ends when window probes are unanswered for as long as data may be', () => {
    kernel.shows(SHUT);
    patience.look(1000);
    const found = [2000, 3000, 4000, 5000].map((at) => {
      kernel.shows({ ...SHUT, probes: 2, lastAckReceivedMs: 60_000 + at });
      return patience.look(at).is;
    });
    expect(found).toEqual(['fine', 'fine', 'fine', 'unanswered']);
  });

  it('begins anew when something came between two looks', () => {
    kernel.shows(SHUT);
    patience.look(1000);
    for (const at of [2000, 3000, 4000, 5000, 6000]) {
      kernel.shows({ ...SHUT, probes: 1, lastAckReceivedMs: at === 4000 ? 400 : 1500 });
      expect(patience.look(at).is).toBe('fine');
    }
  });

  it('notices an end that nobody reads of', () => {
    kernel.shows({ state: 'CLOSED' });
    kernel.error = 'ECONNRESET';
    expect(patience.look(1000).is).toBe('fine');
    socket._handle.reading = false;
    expect(patience.look(2000)).toEqual({ is: 'gone', errno: 'ECONNRESET' });
  });

  it('does without TCP_INFO', () => {
    kernel.shows(null);
    socket.bytesWritten = 1;
    expect(patience.look(1000).is).toBe('fine');
    expect(patience.isWaiting).toBeNull();
  });
});

describe('struct tcp_info', () => {
  it('is read as far as the kernel filled it in', () => {
    const bytes = Buffer.alloc(256);
    bytes.writeUInt8(8, 0);
    bytes.writeUInt32LE(220_000, 8);
    bytes.writeUInt32LE(4096, 228);
    const whole = parseTcpInfo(bytes, 256);
    expect(whole).toMatchObject({ state: 'CLOSE-WAIT', rtoMs: 220, peerWindowBytes: 4096 });
    expect(parseTcpInfo(bytes, 228)).toMatchObject({ peerWindowBytes: null, notSentBytes: 0 });
    expect(parseTcpInfo(bytes, 104)).toMatchObject({ ackedBytes: null });
    expect(parseTcpInfo(bytes, 96)).toBeNull();
  });
});

it.each([
  ['20.20.2', false],
  ['22.23.3', false],
  ['24.18.0', false],
  ['24.19.0', true],
  ['25.9.0', false],
  ['26.3.1', false],
  ['26.4.0', true],
  ['27.0.0', true],
])('Node %s takes interval and count of keepalive: %s', (version, takes) => {
  expect(takesFour(version)).toBe(takes);
});
