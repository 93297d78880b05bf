import { describe, expect, it } from 'vitest';
import type { Message, Session } from '../src/index.ts';
import { all, echo, failureOf, guest, host, relayTo } from './support/peers.ts';
import { PlainStore } from './support/plain-store.ts';

const text = (messages: readonly Message[]): string[] => messages.map(({ data }) => data.toString());

/** Waits until the session is open over one more connection. */
async function reopened(session: Session, connections: number): Promise<void> {
  while (session.counters.connections < connections || session.state !== 'open') {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a server with a store', () => {
  it('goes on after a restart', async () => {
    const store = new PlainStore();
    const first = await host({ store });
    const relay = await relayTo(first.port);
    const session = await guest(relay.port);
    const one = await first.session();
    await one.send('before');
    await session.send('a');
    await session.send('b');
    const iterator = one[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    await session.send('c');
    while (one.counters.receivedMessages < 3) await new Promise((resolve) => setImmediate(resolve));
    // 'a' is processed, 'b' in hand, 'c' has come.
    await first.server.close();
    const second = await host({ store, onSession: echo });
    relay.redirect(second.port);
    await reopened(session, 2);
    await session.send('d');
    const two = await second.session();
    expect([two.isRestored, two.id]).toEqual([true, session.id]);
    void session.end();
    expect(text(await all(session))).toEqual(['before', 'b', 'c', 'd']);
    await session.closed;
    await two.closed;
    expect(store.entries.size).toBe(0);
  });

  it('marks what its program may have seen, and only that', async () => {
    const store = new PlainStore();
    const first = await host({ store });
    const relay = await relayTo(first.port);
    const session = await guest(relay.port);
    for (const one of ['a', 'b']) await session.send(one);
    const before = await first.session();
    while (before.counters.receivedMessages < 2) await new Promise((resolve) => setImmediate(resolve));
    await first.server.close();
    const second = await host({ store });
    relay.redirect(second.port);
    await reopened(session, 2);
    await session.send('c');
    void session.end();
    const got = await all(await second.session());
    expect(got.map(({ data, maybeRepeated }) => [data.toString(), maybeRepeated])).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ]);
  });

  it('lets a session move to another server and back', async () => {
    const store = new PlainStore();
    const servers = [await host({ store }), await host({ store })] as const;
    const relay = await relayTo(servers[0].port);
    const session = await guest(relay.port);
    for (const [at, there] of [0, 1, 0, 1].entries()) {
      const server = servers[there as 0 | 1];
      if (at > 0) {
        relay.redirect(server.port);
        relay.cut();
        await reopened(session, at + 1);
      }
      await session.send(`at ${at}`);
      const here = server.sessions.at(-1)!;
      for await (const message of here) {
        expect(message.data.toString()).toBe(`at ${at}`);
        here.acknowledge(message);
        break;
      }
      await session.flush();
    }
    expect(session.state).toBe('open');
    // Memory that was older than the store was given up.
    expect(await failureOf(servers[0].sessions[0]!.closed)).toMatchObject({ code: 'HO_FENCED' });
    void session.close();
    await servers[1].sessions.at(-1)!.close();
    await session.closed;
  });

  it('refuses one connection, not the session, when its store fails', async () => {
    const store = new PlainStore();
    const server = await host({ store, onSession: echo });
    const relay = await relayTo(server.port);
    const session = await guest(relay.port);
    store.ready = () => Promise.reject(new Error('the password of the store is 1234'));
    relay.cut();
    expect(await server.refusals(1)).toEqual(['HO_STORE_FAILED']);
    store.ready = () => Promise.resolve();
    await session.send('x');
    void session.end();
    expect(await all(session)).toHaveLength(1);
    await session.closed;
  });

  it('forgets sessions that were aborted', async () => {
    const store = new PlainStore();
    const server = await host({ store });
    for (const who of ['client', 'server']) {
      const session = await guest(server.port);
      const other = server.sessions.at(-1)!;
      (who === 'client' ? session : other).abort();
      await Promise.all([failureOf(session.closed), failureOf(other.closed)]);
      while (store.entries.size > 0) await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('closes while a connection waits for the store, and begins no session after that', async () => {
    const store = new PlainStore();
    const server = await host({ store });
    let go!: () => void;
    let asked!: () => void;
    const waits = new Promise<void>((resolve) => (asked = resolve));
    store.ready = () => {
      asked();
      return new Promise((resolve) => (go = resolve));
    };
    const session = failureOf(guest(server.port, { establishMs: 0 }));
    await waits;
    await server.server.close();
    store.ready = () => Promise.resolve();
    go();
    expect(await session).toMatchObject({ code: 'HO_GOING_AWAY' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.sessions).toEqual([]);
  });
});

describe('a client with a store', () => {
  it('goes on after a restart, and the server sends what was not processed', async () => {
    const store = new PlainStore();
    const server = await host({});
    const first = await guest(server.port, { store, name: 'a client' });
    const other = await server.session();
    await first.send('one');
    for (const one of ['x', 'y']) await other.send(one);
    for await (const message of first) {
      first.acknowledge(message);
      if (message.data.toString() === 'x') break;
    }
    while (store.entries.get('a client')!.processedSeq < 1)
      await new Promise((resolve) => setImmediate(resolve));
    // The next process takes over; the first learns that it is not the one any more.
    const second = await guest(server.port, { store, name: 'a client' });
    expect([second.isRestored, second.id]).toEqual([true, first.id]);
    expect(await failureOf(first.closed)).toMatchObject({ code: 'HO_FENCED' });
    await second.send('two');
    void second.end();
    expect(text(await all(other))).toEqual(['one', 'two']);
    void other.end();
    const got = await all(second);
    expect(got.map(({ data, maybeRepeated }) => [data.toString(), maybeRepeated])).toEqual([['y', true]]);
    await second.closed;
    while (store.entries.size > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it('tries once where it is to try once', async () => {
    const store = new PlainStore();
    const server = await host({});
    const first = await guest(server.port, { store, name: 'a client' });
    await first.send('at stake');
    const { port } = server;
    await server.server.close();
    await first.detach();
    const error = await failureOf(guest(port, { store, name: 'a client', establishMs: 0 }));
    expect(error).toMatchObject({ code: 'HO_REFUSED', delivered: 'maybe' });
    expect(store.entries.size).toBe(1);
  });

  it('learns after a restart that all was complete', async () => {
    const store = new PlainStore();
    const server = await host({ onSession: echo });
    const relay = await relayTo(server.port);
    const first = await guest(relay.port, { store, name: 'a client' });
    await first.send('x');
    const kept = store.entries.get('a client')!;
    void first.end();
    await all(first);
    // As it would be if the process had died before it heard that the server is done.
    const dead = { ...kept };
    await first.closed;
    while (store.entries.size > 0) await new Promise((resolve) => setImmediate(resolve));
    store.entries.set('a client', dead);
    const second = await guest(relay.port, { store, name: 'a client' });
    await second.closed;
    expect(await all(second)).toEqual([]);
    expect(store.entries.size).toBe(0);
  });
});
