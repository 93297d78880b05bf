import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type LookupFunction, Socket } from 'node:net';
import {
  IPPROTO_TCP,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_USER_TIMEOUT,
} from '../../../lab/src/kernel/constants.ts';
import { libc } from '../../../lab/src/kernel/libc.ts';
import { dial } from '../../src/dial/dial.ts';
import { classify } from '../../src/errors/classify.ts';
import { ConnectionError } from '../../src/errors/connection-error.ts';
import type { Guard, GuardEvent } from '../../src/guard/guard-options.ts';
import { guard } from '../../src/guard/guard.ts';
import { guardedConnect, type GuardedConnectOptions } from '../../src/guard/guarded-connect.ts';
import { capabilities } from '../../src/platform/capabilities.ts';
import { fdOf } from '../../src/platform/socket-fd.ts';
import { readTcpInfo } from '../../src/platform/socket-kernel.ts';
import { namespacesUnavailable } from './availability.ts';
import { server4, server6, TwoHosts } from './two-hosts.ts';

const dualStack: LookupFunction = (_host, _options, callback) =>
  callback(null, [
    { address: server6, family: 6 },
    { address: server4, family: 4 },
  ]);

const MUCH = Buffer.alloc(16_000_000, 'x');

async function failure(promise: Promise<unknown>): Promise<ConnectionError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConnectionError);
  return error as ConnectionError;
}

/** Of level TCP. */
function optionOf(socket: Socket, name: number): number {
  const value = Buffer.alloc(4);
  expect(libc.getsockopt(fdOf(socket)!, IPPROTO_TCP, name, value, Buffer.from([4, 0, 0, 0]))).toBe(0);
  return value.readUInt32LE();
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** A guarded connection to the far host, and a way to wait for what the guard notices. */
async function guarded(
  port: number,
  options: Omit<GuardedConnectOptions, 'host' | 'port'> = {},
): Promise<{
  readonly guarded: Guard;
  readonly socket: Socket;
  readonly heard: (type: GuardEvent['type']) => Promise<void>;
}> {
  const seen = new Set<string>();
  const waiting = new Map<string, () => void>();
  const onEvent = ({ type }: { readonly type: string }): void => {
    seen.add(type);
    waiting.get(type)?.();
  };
  const watched = await guardedConnect({ host: server4, port, ...options, onEvent });
  onTestFinished(() => void watched.socket.destroy());
  return {
    guarded: watched,
    socket: watched.socket,
    heard: (type) =>
      new Promise((resolve) => {
        if (seen.has(type)) resolve();
        else waiting.set(type, resolve);
      }),
  };
}

/** Resets that this host has sent so far. */
function resetsSent(): number {
  const [names = '', values = ''] = readFileSync('/proc/thread-self/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'));
  return Number(values.split(' ')[names.split(' ').indexOf('OutRsts')]);
}

describe.skipIf(namespacesUnavailable() !== null)('between two hosts', () => {
  let hosts: TwoHosts;

  beforeAll(() => {
    hosts = new TwoHosts();
  });

  afterAll(() => hosts.close());

  beforeEach(() => hosts.firewall());

  describe('connecting', () => {
    it('outlives one lost SYN, where Node’s own way does not', async () => {
      const { port } = await hosts.listen();
      // An IPv6 SYN has 80 bytes: the first is lost. IPv4 is refused.
      const faults = [
        `tcp dport ${port} meta nfproto ipv6 tcp flags syn / syn,ack quota until 100 bytes drop`,
        `tcp dport ${port} meta nfproto ipv4 reject with tcp reset`,
      ];
      hosts.firewall(...faults);
      const socket = await dial({ host: 'both.test', port, lookup: dualStack });
      onTestFinished(() => void socket.destroy());
      expect(socket.remoteAddress).toBe(server6);
      hosts.firewall(...faults);
      const plain = connect({ host: 'both.test', port, lookup: dualStack, autoSelectFamily: true });
      onTestFinished(() => void plain.destroy());
      const error = await new Promise((resolve) => {
        plain.once('error', resolve).once('connect', () => resolve(null));
      });
      expect(classify(error).message).toMatch(/ECONNREFUSED/);
    });

    it('tries the second address while the first says nothing', async () => {
      const { port } = await hosts.listen();
      hosts.firewall(`tcp dport ${port} meta nfproto ipv6 drop`);
      const socket = await dial({ host: 'both.test', port, lookup: dualStack });
      onTestFinished(() => void socket.destroy());
      expect(socket.remoteAddress).toBe(server4);
      expect(hosts.here('ss', '-Htn', 'state', 'syn-sent')).toBe('');
    });

    it('has a deadline when every SYN is lost, and leaves nothing behind', async () => {
      const { port } = await hosts.listen();
      hosts.cut(port);
      const error = await failure(dial({ host: 'both.test', port, lookup: dualStack, deadlineMs: 700 }));
      expect(error).toMatchObject({ code: 'HO_CONNECT_TIMEOUT', phase: 'connect', cause: 'conn-blackhole' });
      expect(error.message).toMatch(/\[fd00::2\]:\d+ no answer for \d+ ms, 10\.0\.0\.2:\d+ no answer/);
      expect(hosts.here('ss', '-Htn', 'state', 'syn-sent')).toBe('');
    });

    it('hears a router that says it is unreachable', async () => {
      hosts.firewall('tcp dport 9 reject with icmpx type host-unreachable');
      const error = await failure(dial({ host: server4, port: 9 }));
      expect(error).toMatchObject({ code: 'HO_UNREACHABLE', cause: 'conn-icmp-host', errno: 'EHOSTUNREACH' });
    });
  });

  it('sets what it says it sets', async () => {
    const { port } = await hosts.listen();
    const { socket } = await guarded(port, {
      keepAlive: { idleMs: 7000, intervalMs: 3000, count: 5 },
      userTimeoutMs: 20_000,
    });
    const options = [TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_USER_TIMEOUT];
    expect(options.map((name) => optionOf(socket, name))).toEqual([7, 3, 5, 20_000]);
    expect(capabilities()).toEqual({ userTimeout: true, tcpInfo: true, keepAliveInterval: true, why: null });
    expect(readTcpInfo(socket)).toMatchObject({ state: 'ESTABLISHED', retransmits: 0 });
  });

  it('a cut under data: ended by the user timeout', async () => {
    const { port } = await hosts.listen();
    const { socket, guarded: watched } = await guarded(port, { userTimeoutMs: 1500 });
    hosts.cut(port);
    socket.resume().write('into the void');
    const error = await watched.ended;
    expect(error).toMatchObject({
      code: 'HO_TIMED_OUT',
      errno: 'ETIMEDOUT',
      cause: 'send-user-timeout',
      delivered: 'maybe',
      bytesWritten: 13,
    });
    expect(error?.tcpInfo?.retransmits).toBeGreaterThan(0);
  });

  it('a cut while idle: ended by keepalive', async () => {
    const { port } = await hosts.listen();
    const { socket, guarded: watched } = await guarded(port, {
      keepAlive: { idleMs: 1000, intervalMs: 1000, count: 1 },
      userTimeoutMs: false,
    });
    hosts.cut(port);
    socket.resume();
    expect(await watched.ended).toMatchObject({ code: 'HO_TIMED_OUT', errno: 'ETIMEDOUT', delivered: 'no' });
  });

  it('a window shut for longer than the user timeout: lives, and delivers everything', async () => {
    const { port, accepted } = await hosts.listen();
    const { socket, guarded: watched, heard } = await guarded(port, { userTimeoutMs: 900 });
    const reader = await accepted();
    socket.resume().write(MUCH);
    await heard('window-shut');
    await passed(4000);
    expect(socket.destroyed).toBe(false);
    let bytes = 0;
    reader.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    reader.on('end', () => reader.end());
    reader.resume();
    await heard('window-open');
    expect(optionOf(socket, TCP_USER_TIMEOUT)).toBe(900);
    socket.end();
    expect(await watched.ended).toBeNull();
    expect(bytes).toBe(MUCH.length);
  });

  it('a window shut, and then the peer is gone: noticed', async () => {
    const { port, accepted } = await hosts.listen();
    const { socket, guarded: watched, heard } = await guarded(port, { userTimeoutMs: 900 });
    await accepted();
    socket.resume().write(MUCH);
    await heard('window-shut');
    hosts.cut(port);
    const error = await watched.ended;
    expect(error).toMatchObject({ code: 'HO_TIMED_OUT', tcpInfo: { state: 'ESTABLISHED' } });
    expect(error?.message).toContain('window probes');
  });

  it('a frozen program, with full buffers: noticed by its silence', async () => {
    const { child, port } = await hosts.program(
      `const s = require('net').createServer((c) => { c.on('error', () => {}); c.pipe(c); });
       s.listen(0, () => console.log(s.address().port));`,
    );
    let asked = 0;
    const { socket, guarded: watched } = await guarded(port, {
      userTimeoutMs: 900,
      silence: { killAfterMs: 2500, probe: () => void asked++ },
    });
    socket.write('hello');
    await once(socket, 'data');
    child.kill('SIGSTOP');
    socket.write(MUCH);
    expect(await watched.ended).toMatchObject({ code: 'HO_SILENT_PEER', bytesRead: 5 });
    expect(asked).toBeGreaterThan(0);
    const state = hosts.here('ss', '-Htn', 'state', 'connected', `dport = :${port}`);
    expect(state).toBe('');
  });

  it.each([
    ['before it connects', false],
    ['with its buffer full', true],
  ])('a reset while the socket is paused, %s: noticed', async (_, fill) => {
    const { port, accepted } = await hosts.listen();
    const socket = new Socket().pause();
    onTestFinished(() => void socket.destroy());
    socket.connect(port, server4);
    const { ended } = guard(socket, { userTimeoutMs: 900 });
    await once(socket, 'connect');
    const peer = await accepted();
    if (fill) {
      socket.resume().pause();
      peer.write(MUCH);
      await once(socket, 'readable');
    }
    peer.resetAndDestroy();
    expect(await ended).toMatchObject({ code: 'HO_RESET', errno: 'ECONNRESET', phase: 'open' });
  });

  it('a reset behind unread data, which Node reports as the end of file', async () => {
    const { port, accepted } = await hosts.listen();
    const socket = new Socket().pause();
    onTestFinished(() => void socket.destroy());
    socket.connect(port, server4);
    const { ended } = guard(socket, { userTimeoutMs: 30_000 });
    const seen: string[] = [];
    for (const name of ['end', 'error'] as const) socket.on(name, () => seen.push(name));
    const peer = await accepted();
    await new Promise((resolve) => peer.write(Buffer.alloc(100_000), resolve));
    const arrived = (): boolean => (readTcpInfo(socket)?.state ?? '') === 'CLOSED';
    peer.resetAndDestroy();
    while (!arrived()) await new Promise(setImmediate);
    socket.resume();
    expect(await ended).toMatchObject({ code: 'HO_RESET' });
    expect(seen[0]).toBe('end');
  });

  it.each([
    ['that speaks all the time', "setInterval(() => c.write('x'), 100)"],
    ['that only answers, and takes its time', "c.on('data', () => setTimeout(() => c.write('x'), 300))"],
  ])('its own event loop was blocked: a peer %s is not blamed', async (_, doing) => {
    const { port } = await hosts.program(
      `const s = require('net').createServer((c) => { c.on('error', () => {}); ${doing}; });
       s.listen(0, () => console.log(s.address().port));`,
    );
    const silence = { killAfterMs: 1000, probe: () => void socket.write('are you there?') };
    const { socket, heard } = await guarded(port, { silence });
    socket.resume().write('hello');
    await once(socket, 'data');
    // Until the guard has looked once and knows of the byte: silence is counted from there.
    await passed(350);
    const until = performance.now() + 3000;
    while (performance.now() < until);
    await heard('blocked');
    await passed(800);
    expect(socket.destroyed).toBe(false);
  });

  it('an administrator ends it on this host', async () => {
    const { port } = await hosts.listen();
    const { socket, guarded: watched } = await guarded(port);
    socket.resume();
    hosts.here('ss', '-K', `dport = :${port}`);
    expect(await watched.ended).toMatchObject({
      code: 'HO_KILLED_LOCALLY',
      errno: 'ECONNABORTED',
      endedBy: 'local',
    });
  });

  it('a kill reaches the other side as a reset, also with full buffers', async () => {
    const { port, accepted } = await hosts.listen();
    const { socket, guarded: watched } = await guarded(port);
    await accepted();
    socket.resume().write(MUCH);
    const before = resetsSent();
    watched.kill();
    expect((await watched.ended)?.code).toBe('HO_ABORTED');
    expect(resetsSent()).toBe(before + 1);
    expect(hosts.here('ss', '-Htan', `dport = :${port}`)).toBe('');
  });
});
