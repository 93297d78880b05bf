import { spawn } from 'node:child_process';
import diagnosticsChannel from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type Clock,
  type SessionEvent,
  type SessionLostError,
  connect,
  listen,
  systemClock,
} from '../src/index.ts';
import { PageServer, welcome } from './support/page-server.ts';
import { all, eager, echo, failureOf, guest, host, relayTo } from './support/peers.ts';
import { clientWithKey, serverWithKey } from './support/shared-key.ts';
import { collectUncaught } from './support/uncaught.ts';

function fails(): never {
  throw new Error('the listener failed');
}

describe('drain()', () => {
  it('lets finish what is under way, and then says that all was settled', async () => {
    let finish!: () => void;
    let begun!: () => void;
    const working = new Promise<void>((resolve) => (begun = resolve));
    const server = await host({
      onSession: (session) =>
        session.consume(() => {
          begun();
          return new Promise<void>((resolve) => (finish = resolve));
        }),
    });
    const session = await guest(server.port);
    await session.send('under way');
    await working;
    const drained = server.server.drain({ deadlineMs: 5000 });
    const flushed = session.flush();
    finish();
    expect(await drained).toMatchObject({ sessions: 1, settled: 1, unsettled: [] });
    await flushed;
    expect(() => server.server.address).toThrow('does not listen');
  });

  it('holds what the client sends after it has heard, and the next server gets it', async () => {
    const first = await host({});
    const relay = await relayTo(first.port);
    const second = await host({ onSession: echo });
    let waits = 0;
    const session = await guest(relay.port, {
      onEvent: (event) => {
        if (event.type === 'state' && event.to === 'offline') {
          expect(event.error?.code).toBe('HO_GOING_AWAY');
          waits += 1;
          relay.redirect(second.port);
        }
      },
    });
    const other = await first.session();
    const before = all(other).catch((error: unknown) => error);
    await session.send('before');
    await session.flush();
    const drained = first.server.drain({ deadlineMs: 1000 });
    // The server's question comes after its GOAWAY: when it is answered, that has been heard.
    await drained;
    expect(waits).toBe(1);
    await before;
    const late = session.send('late');
    await late;
    // Nothing was written of it, and the next server has no state: it is said that it surely did not arrive.
    const lost = (await failureOf(session.closed)) as unknown as SessionLostError;
    expect(lost.code).toBe('HO_UNKNOWN_SESSION');
    expect(lost.uncertain).toMatchObject([{ seq: 2, delivered: 'no' }]);
    expect((await first.until(() => first.sessions[0])).counters.receivedMessages).toBe(1);
  });

  it('reports at the deadline what is not finished', async () => {
    const server = await host({ onSession: (session) => void session.send('unread') });
    const session = await guest(server.port);
    await session.send('unread, too');
    const other = await server.session();
    while (other.counters.receivedMessages < 1) await new Promise((resolve) => setImmediate(resolve));
    const report = await server.server.drain({ deadlineMs: 50 });
    expect(report).toMatchObject({
      sessions: 1,
      settled: 0,
      unsettled: [{ id: session.id, unprocessedMessages: 1 }],
    });
    expect(report.unsettled[0]!.unacknowledgedBytes).toBeGreaterThan(0);
    expect(report.tookMs).toBeLessThan(2000);
  });

  it('does not wait for who cannot come back', async () => {
    const server = await host({ onSession: (session) => void session.send('unread') });
    const relay = await relayTo(server.port);
    const session = await guest(relay.port);
    relay.refuse();
    relay.cut();
    await server.until(() => server.sessions[0]!.state === 'offline');
    const report = await server.server.drain({ deadlineMs: 60_000 });
    expect(report).toMatchObject({ sessions: 1, settled: 0 });
    expect(report.tookMs).toBeLessThan(2000);
    session.abort();
  });

  it.each([{ retryAfterMs: -1 }, { retryAfterMs: 2 ** 32 }, { deadlineMs: Number.NaN }])(
    'refuses %j, and goes on',
    async (options) => {
      const server = await host({ onSession: echo });
      const session = await guest(server.port);
      await expect(server.server.drain(options)).rejects.toThrow(RangeError);
      await session.send('x');
      await session.flush();
      expect(session.counters.connections).toBe(1);
    },
  );

  it('tells clients when to come back', async () => {
    const server = await host({});
    let retryInMs = 0;
    const session = await guest(server.port, {
      onEvent: (event) => {
        if (event.type === 'state' && event.error !== null) retryInMs = event.error.retryAfterMs ?? -1;
      },
    });
    await server.server.drain({ deadlineMs: 1000, retryAfterMs: 7000 });
    while (session.state === 'open') await new Promise((resolve) => setImmediate(resolve));
    expect(retryInMs).toBe(7000);
  });
});

describe('close()', () => {
  it('of a server ends everything, whatever its clients do', async () => {
    const server = await host({ tls: serverWithKey });
    const stalled = connectSocket(server.port, '127.0.0.1').on('error', () => undefined);
    onTestFinished(() => void stalled.destroy());
    await once(stalled, 'connect');
    const session = await guest(server.port, { tls: clientWithKey() });
    expect(server.server.counters.connections).toBe(2);
    const begun = performance.now();
    await server.server.close();
    expect(performance.now() - begun).toBeLessThan(1500);
    expect(await failureOf(server.sessions[0]!.closed)).toMatchObject({ code: 'HO_GOING_AWAY' });
    await server.server.close();
    session.abort();
  });

  it('of a session is what `await using` does', async () => {
    const server = await host({ onSession: echo });
    const session = await connect({ ...eager, host: '127.0.0.1', port: server.port });
    const reading = all(session);
    await session.send('x');
    await session[Symbol.asyncDispose]();
    expect(session.state).toBe('closed');
    expect(await reading).toHaveLength(1);
    await server.server[Symbol.asyncDispose]();
  });

  it('leaves no connection behind', async () => {
    const server = await host({ onSession: echo });
    const relay = await relayTo(server.port);
    const session = await guest(relay.port);
    void session.close();
    await all(session);
    await session.closed;
    while (relay.open > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(server.server.counters).toMatchObject({ sessions: 0 });
  });

  it('of a client is complete without the word of its server, and takes the connection along', async () => {
    const server = new PageServer();
    onTestFinished(() => server.close());
    const port = await server.listen();
    // The time that a client waits for the word is over at once.
    const clock: Clock = {
      ...systemClock,
      after: (ms, callback, keepsAlive) => systemClock.after(ms >= 10_000 ? 20 : ms, callback, keepsAlive),
    };
    const made = connect({ ...eager, host: '127.0.0.1', port, clock, heartbeatMs: 9000, graceMs: 0 });
    const side = await server.next();
    await welcome(side);
    const session = await made;
    side.send('END', { seq: 1 });
    const closed = all(session).then(() => session.end());
    await side.until('END');
    side.send('ACK', { settledSeq: 1, windowBytes: 1000 });
    await closed;
    await session.closed;
    await side.refusal();
    side.socket.end();
    await once(side.socket, 'close');
  });

  it('reaches a client whose last connection broke before it heard that all is complete', async () => {
    const server = await host({ onSession: echo });
    const relay = await relayTo(server.port);
    const session = await guest(relay.port);
    await session.send('x');
    await session.flush();
    const other = await server.session();
    const reading = all(session);
    void session.end();
    await other.closed.catch(() => undefined);
    relay.cut();
    await reading;
    await session.closed;
  });
});

describe('what is told', () => {
  it('may be answered by an exception, and the session does not mind', async () => {
    const uncaught = collectUncaught();
    const server = await listen({ host: '127.0.0.1', port: 0, onSession: echo, onEvent: fails });
    const session = await guest(server.address.port, { onEvent: fails });
    await session.send('x');
    void session.end();
    expect(await all(session)).toHaveLength(1);
    await session.closed;
    const stranger = connectSocket(server.address.port, '127.0.0.1').on('error', () => undefined);
    stranger.end('GET / HTTP/1.1\r\n\r\n');
    await once(stranger.resume(), 'close');
    await server.close();
    expect(uncaught.length).toBeGreaterThan(3);
    expect(uncaught.every((error) => (error as Error).message === 'the listener failed')).toBe(true);
  });

  it('is published on diagnostics channels', async () => {
    const published: SessionEvent[] = [];
    const take = (event: unknown): void => void published.push(event as SessionEvent);
    const names = ['attempt', 'attempt-failed', 'state', 'lost', 'refused'].map(
      (name) => `halfopen:session:${name}`,
    );
    for (const name of names) diagnosticsChannel.subscribe(name, take);
    onTestFinished(() => {
      for (const name of names) diagnosticsChannel.unsubscribe(name, take);
    });
    const server = await host({ secret: 'known' });
    await failureOf(guest(server.port, { secret: 'guessed' }));
    const session = await guest(server.port, { secret: 'known' });
    session.abort();
    await failureOf(server.sessions[0]!.closed);
    const of = (id: string, side: string): string[] =>
      published.flatMap((event) =>
        'id' in event && event.id === id && event.side === side
          ? [event.type === 'state' ? `${event.from} to ${event.to}` : event.type]
          : [],
      );
    expect(of(session.id, 'client')).toEqual(['attempt', 'connecting to open', 'open to closed', 'lost']);
    expect(of(session.id, 'server')).toEqual([
      'connecting to open',
      'open to offline',
      'offline to closed',
      'lost',
    ]);
    expect(published.filter(({ type }) => type === 'refused')).toHaveLength(1);
    expect(published.filter(({ type }) => type === 'attempt-failed')).toHaveLength(1);
  });
});

describe('TLS', () => {
  it('carries a session, and a secret is proven over it', async () => {
    const server = await host({ tls: serverWithKey, secret: 'known', onSession: echo });
    const relay = await relayTo(server.port);
    const session = await guest(relay.port, { tls: clientWithKey(), secret: 'known' });
    await session.send('x');
    await session.flush();
    relay.cut();
    await session.send('y'.repeat(100_000));
    void session.end();
    expect((await all(session)).map(({ data }) => data.length)).toEqual([1, 100_000]);
    await session.closed;
    expect(session.counters.connections).toBe(2);
    await failureOf(guest(server.port, { tls: clientWithKey(), secret: 'guessed' }));
    expect(await server.refusals(1)).toContain('HO_NOT_AUTHENTIC');
  });

  it('is refused to who has another key, or speaks none', async () => {
    const server = await host({ tls: serverWithKey });
    const error = await failureOf(
      guest(server.port, { tls: clientWithKey(Buffer.alloc(16, 8)), establishMs: 0 }),
    );
    expect(error.code).toBe('HO_TLS_FAILED');
    const plain = await failureOf(guest(server.port, { establishMs: 0, connectMs: 200 }));
    expect(plain.code).toMatch(/^HO_/u);
    const codes = await server.refusals(2);
    expect(codes[0]).toBe('HO_TLS_FAILED');
    expect(server.server.counters).toMatchObject({ sessions: 0, admitted: 0 });
  });

  it('has to come in time', async () => {
    const server = await host({ tls: serverWithKey, limits: { handshakeMs: 50 } });
    const sockets = [
      connectSocket(server.port, '127.0.0.1'),
      connectTls({ port: server.port, host: '127.0.0.1', ...clientWithKey() }),
    ];
    const closed = sockets.map((socket) => new Promise((resolve) => socket.on('close', resolve)));
    for (const socket of sockets) socket.on('error', () => undefined).resume();
    await Promise.all(closed);
    expect(await server.refusals(2)).toEqual(['HO_HANDSHAKE_TIMEOUT', 'HO_HANDSHAKE_TIMEOUT']);
  });

  it('counts against the limits before it is there', async () => {
    const server = await host({ tls: serverWithKey, limits: { connections: 2, handshakes: 2 } });
    const sockets = [0, 1, 2].map(() => connectSocket(server.port, '127.0.0.1').on('error', () => undefined));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    expect(await server.refusals(1)).toEqual(['HO_LIMIT']);
    expect(server.server.counters.connections).toBe(2);
  });
});

it('unref() lets a process end, and ref() does not', async () => {
  const script = `
    import { connect, listen } from '${new URL('../dist/index.js', import.meta.url).href}';
    const server = await listen({ host: '127.0.0.1', port: 0, onSession: (session) => void session.unref() });
    const session = await connect({ host: '127.0.0.1', port: server.address.port });
    server.unref();
    session.unref().ref().unref();
    process.on('exit', () => process.stdout.write('ended'));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  const [output] = await Promise.all([once(child.stdout, 'data'), once(child, 'close')]);
  expect(String(output)).toBe('ended');
});
