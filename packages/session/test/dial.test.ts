import { describe, expect, it, onTestFinished } from 'vitest';
import { getEventListeners, once } from 'node:events';
import type { LookupFunction } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { dial } from '../src/dial/dial.ts';
import type { DialEvent } from '../src/dial/dial-options.ts';
import { ConnectionError } from '../src/errors/connection-error.ts';
import { FakeClock } from './support/fake-clock.ts';
import { deafPort, listening } from './support/listening.ts';
import { clientWithKey, serverWithKey } from './support/shared-key.ts';

function resolvingTo(...addresses: string[]): LookupFunction {
  return (_host, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
}

async function failure(promise: Promise<unknown>): Promise<ConnectionError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConnectionError);
  return error as ConnectionError;
}

const never: LookupFunction = () => undefined;

const unknown: LookupFunction = (_host, _options, callback) =>
  callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }), []);

describe('dial', () => {
  it('connects, without Nagle’s algorithm, and tells how', async () => {
    const { port, accepted } = await listening();
    const events: DialEvent[] = [];
    const options = { host: 'two.test', port, lookup: resolvingTo('127.0.0.1') };
    const socket = await dial({ ...options, onEvent: (event) => events.push(event) });
    onTestFinished(() => void socket.destroy());
    const peer = await accepted();
    socket.write('hello');
    expect(String((await once(peer, 'data')) as unknown)).toBe('hello');
    expect(events.map(({ type }) => type)).toEqual(['resolved', 'attempt', 'connected']);
    expect(socket.listenerCount('connect')).toBe(0);
  });

  it('leaves no timer and no listener behind', async () => {
    const { port } = await listening();
    const clock = new FakeClock();
    const { signal } = new AbortController();
    const options = { host: 'two.test', lookup: resolvingTo('127.0.0.1', '::1'), clock, signal };
    const socket = await dial({ ...options, port });
    onTestFinished(() => void socket.destroy());
    await failure(dial({ ...options, port: await deafPort() }));
    expect(clock.timers).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('returns a socket whose errors may go unheard', async () => {
    const { port } = await listening();
    const socket = await dial({ host: '127.0.0.1', port });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.destroy(new Error('nobody listens'));
    await closed;
  });

  it('goes on to the next address at once when one refuses', async () => {
    const { port } = await listening();
    const socket = await dial({
      host: 'two.test',
      port,
      lookup: resolvingTo('127.0.0.2', '127.0.0.1'),
      attemptDelayMs: 60_000,
    });
    onTestFinished(() => void socket.destroy());
    expect(socket.remoteAddress).toBe('127.0.0.1');
  });

  it('names every address when none answers', async () => {
    const port = await deafPort();
    const error = await failure(dial({ host: 'two.test', port, lookup: resolvingTo('::1', '127.0.0.2') }));
    expect(error).toMatchObject({ code: 'HO_REFUSED', phase: 'connect', delivered: 'no', retryable: true });
    expect(error.message).toContain(`127.0.0.2:${port} ECONNREFUSED`);
    expect(error.message).toMatch(/\[::1\]:\d+ E[A-Z]+/);
  });

  it('fails with the resolver', async () => {
    const error = await failure(dial({ host: 'no.test', port: 1, lookup: unknown }));
    expect(error).toMatchObject({ code: 'HO_RESOLVE_FAILED', phase: 'resolve' });
    const empty = await failure(dial({ host: 'no.test', port: 1, lookup: resolvingTo() }));
    expect(empty.code).toBe('HO_RESOLVE_FAILED');
  });

  it('has one deadline: the name is a part of it', async () => {
    const clock = new FakeClock();
    const failed = failure(dial({ host: 'slow.test', port: 1, lookup: never, deadlineMs: 500, clock }));
    clock.advance(499);
    expect(clock.timers).toBe(1);
    clock.advance(1);
    expect(await failed).toMatchObject({ code: 'HO_CONNECT_TIMEOUT', phase: 'resolve', cause: null });
    expect(clock.timers).toBe(0);
  });

  it('has one deadline: TLS is a part of it', async () => {
    const { port, accepted } = await listening();
    const failed = failure(dial({ host: '127.0.0.1', port, tls: true, deadlineMs: 50 }));
    const peer = await accepted();
    const closed = once(peer, 'close');
    peer.on('end', () => peer.end()).resume();
    expect(await failed).toMatchObject({ code: 'HO_CONNECT_TIMEOUT', phase: 'handshake' });
    await closed;
  });

  it('is called off by its signal, at any step', async () => {
    const { port } = await listening();
    expect(await failure(dial({ host: '127.0.0.1', port, signal: AbortSignal.abort() }))).toMatchObject({
      code: 'HO_ABORTED',
      endedBy: 'local',
      retryable: false,
    });
    const controller = new AbortController();
    const failed = failure(dial({ host: 'slow.test', port, lookup: never, signal: controller.signal }));
    controller.abort();
    expect((await failed).phase).toBe('resolve');
    const inTls = new AbortController();
    const onEvent = ({ type }: DialEvent): void =>
      void (type === 'connected' && setImmediate(() => inTls.abort()));
    const shaking = failure(dial({ host: '127.0.0.1', port, tls: true, signal: inTls.signal, onEvent }));
    expect(await shaking).toMatchObject({ code: 'HO_ABORTED', phase: 'handshake' });
  });

  it('speaks TLS, and says when that fails', async () => {
    const server = createTlsServer(serverWithKey).listen(0, '127.0.0.1');
    server.on('secureConnection', (socket) => socket.on('error', () => undefined).end('hello'));
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const options = { host: 'localhost', port, family: 4 } as const;
    const socket = await dial({ ...options, tls: clientWithKey() });
    expect(socket).toBeInstanceOf(TLSSocket);
    expect(String((await once(socket, 'data')) as unknown)).toBe('hello');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.destroy(new Error('nobody listens'));
    await closed;
    const error = await failure(dial({ ...options, tls: clientWithKey(Buffer.alloc(16)) }));
    expect(error).toMatchObject({ code: 'HO_TLS_FAILED', phase: 'handshake', retryable: false });
    expect(error.errno).toMatch(/^ERR_SSL_/);
  });

  it('says when the other side ends during TLS', async () => {
    const { port, accepted } = await listening();
    const failed = failure(dial({ host: '127.0.0.1', port, tls: true }));
    (await accepted()).resume().end();
    expect(await failed).toMatchObject({ code: 'HO_EOF', phase: 'handshake', delivered: 'no' });
  });

  it('keeps the reason of its signal', async () => {
    const reason = new Error('the user left');
    const before = failure(dial({ host: '127.0.0.1', port: 9, signal: AbortSignal.abort(reason) }));
    expect((await before).original).toBe(reason);
    const controller = new AbortController();
    const during = failure(dial({ host: 'slow.test', port: 9, lookup: never, signal: controller.signal }));
    controller.abort('a word');
    expect((await during).original).toBe('a word');
  });

  it('tells its deadline in whole milliseconds', async () => {
    const late = await failure(dial({ host: 'slow.test', port: 9, lookup: never, deadlineMs: 20.4965 }));
    expect(late.message).toContain('within 20 ms,');
  });

  it('leaves a defect of the caller as it is', async () => {
    await expect(dial({ host: '127.0.0.1', port: 99_999 })).rejects.toBeInstanceOf(RangeError);
  });
});
