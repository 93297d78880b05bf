import { describe, expect, it } from 'vitest';
import { FakeClock } from './support/fake-clock.ts';
import { type Session, connect, listen } from '../src/index.ts';
import { watchStandstill } from '../src/session/standstill.ts';
import { LoopWatch } from '../src/time/loop-watch.ts';
import { all, eager, failureOf, guest, host, relayTo } from './support/peers.ts';
import { PlainStore } from './support/plain-store.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a session that came to its end', () => {
  it('while its client was taking it up does not come back from the store', async () => {
    const store = new PlainStore();
    // The first claim finds nothing; the second is the one that takes its time.
    const claims: (() => void)[] = [];
    const claim = store.claim.bind(store);
    store.claim = async (key, epoch) => {
      const isFirst = claims.length === 0;
      const allowed = new Promise<void>((resolve) => claims.push(resolve));
      if (!isFirst) await allowed;
      return claim(key, epoch);
    };
    const server = await host({ store });
    const relay = await relayTo(server.port);
    const session = await guest(relay.port);
    const other = await server.session();
    relay.cut();
    while (claims.length < 2) await turn();
    other.abort('no more');
    claims[1]!();
    expect(await failureOf(session.closed)).toMatchObject({ code: 'HO_PEER_ABORTED' });
    expect(server.sessions).toHaveLength(1);
    while (store.entries.size > 0) await turn();
  });

  it('when it heard of its next connection stays at its end', async () => {
    const server = await host({
      onEvent: (event) => {
        if (event.type === 'state' && event.side === 'server' && event.to === 'offline') {
          server.sessions[0]!.abort('enough');
        }
      },
    });
    const relay = await relayTo(server.port);
    const session = await guest(relay.port);
    await server.session();
    // The server still holds the old connection when the new one comes.
    relay.orphan();
    expect(await failureOf(session.closed)).toMatchObject({ code: 'HO_PEER_ABORTED' });
    expect(server.sessions[0]!.state).toBe('closed');
    expect(server.server.counters.sessions).toBe(0);
  });
});

describe('a server whose memory is older than the store', () => {
  it('writes nothing of it, not even what was sent while it asked', async () => {
    const store = new PlainStore();
    const servers = [await host({ store }), await host({ store })] as const;
    const relay = await relayTo(servers[0].port);
    const session = await guest(relay.port);
    const old = await servers[0].session();
    // To the first server the connection looks open while the session is at the second.
    relay.redirect(servers[1].port);
    relay.orphan();
    await servers[1].session();
    const asked: (() => void)[] = [];
    const claim = store.claim.bind(store);
    store.claim = async (key, epoch) => {
      await new Promise<void>((resolve) => asked.push(resolve));
      return claim(key, epoch);
    };
    relay.redirect(servers[0].port);
    relay.cut();
    while (asked.length === 0) await turn();
    const stale = old.send('of an older state');
    asked[0]!();
    expect(await failureOf(stale)).toMatchObject({ code: 'HO_FENCED' });
    const now = await servers[0].session(1);
    expect(now.isRestored).toBe(true);
    await turn();
    expect([...store.entries.values()].flatMap(({ outgoing }) => outgoing)).toEqual([]);
    await now.send('of the newest');
    void now.end();
    expect((await all(session)).map(({ data }) => String(data))).toEqual(['of the newest']);
  });
});

describe('a server with a store', () => {
  it('never holds more sessions than it may, however slow the store is', async () => {
    const store = new PlainStore();
    const create = store.create.bind(store);
    const waiting: (() => void)[] = [];
    store.create = async (...args) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return create(...args);
    };
    const server = await host({ store, limits: { sessions: 2 } });
    const tries = Array.from({ length: 8 }, () => guest(server.port, { establishMs: 0 }).catch(() => null));
    await server.refusals(6);
    for (const resolve of waiting) resolve();
    const opened = (await Promise.all(tries)).filter((session) => session !== null);
    expect([opened.length, waiting.length, store.entries.size]).toEqual([2, 2, 2]);
  });

  it('closes though the store hangs', async () => {
    const store = new PlainStore();
    const server = await host({ store, onSession: (session) => session.consume(() => undefined) });
    const session = await guest(server.port);
    store.ready = () => new Promise(() => undefined);
    await session.send('x');
    const other = await server.session();
    while (other.counters.receivedMessages < 1) await turn();
    await server.server.close();
    expect(other.state).toBe('closed');
  });
});

describe('a client with a store', () => {
  it('keeps what an earlier process has left when it is called off before it is connected', async () => {
    const store = new PlainStore();
    const server = await host({});
    const first = await guest(server.port, { store, name: 'a client' });
    await first.send('at stake');
    const { port } = server;
    await first.detach();
    await server.server.close();
    const signal = AbortSignal.timeout(30);
    await failureOf(connect({ ...eager, host: '127.0.0.1', port, store, name: 'a client', signal }));
    await turn();
    expect((await store.read('a client'))?.outgoing).toHaveLength(1);
  });
});

describe('an answer that waits for room', () => {
  it('is withdrawn when its message is given back, so that there is one answer', async () => {
    const server = await host({ sendBufferBytes: 100 });
    const session = await guest(server.port);
    await session.send('question');
    const other: Session = await server.session();
    await other.send(Buffer.alloc(90));
    let late!: Promise<number>;
    await failureOf(
      other.consume((message) => {
        late = other.reply(message, 'first answer');
        throw new Error('the handler fails');
      }),
    );
    void other.consume((message) => other.reply(message, 'second answer'));
    const answers = all(session);
    expect(await failureOf(late)).toMatchObject({ code: 'HO_ABORTED', delivered: 'no' });
    await session.flush();
    void other.end();
    expect((await answers).map(({ data }) => String(data)).slice(1)).toEqual(['second answer']);
  });
});

describe('what is over', () => {
  it('hands nothing more to its readers', async () => {
    const server = await host({});
    const session = await guest(server.port);
    for (let count = 0; count < 100; count += 1) await session.send(String(count));
    const other = await server.session();
    while (other.counters.receivedMessages < 100) await turn();
    let handled = 0;
    const consumed = other.consume(async () => {
      handled += 1;
      await turn();
      if (handled === 5) other.abort();
    });
    expect(await failureOf(consumed)).toMatchObject({ code: 'HO_ABORTED' });
    expect(handled).toBe(5);
  });

  it('needs no closing', async () => {
    const server = await host({});
    const session = await guest(server.port);
    session.abort();
    await session[Symbol.asyncDispose]();
  });
});

describe('options that make no sense', () => {
  it.each([
    [{ acknowledge: 'recieved' }, 'acknowledge: "recieved"'],
    [{ profile: 'toString' }, 'profile: "toString"'],
    [{ secret: '' }, 'secret: it is empty'],
    [{ retryBudget: 5 }, 'retryBudget: 5 is a number'],
    [{ random: 5 }, 'random: 5 is a number'],
    [{ backoff: 5 }, 'backoff: 5 is a number'],
    [{ name: 'without a store' }, 'there is no store'],
    [{ store: {}, name: 'x' }, 'store.append: missing'],
    [{ port: '4000' }, 'port: "4000" is a string'],
    [{ port: 4000.5 }, 'port: 4000.5'],
    [{ host: 1 }, 'host: 1 is a number'],
    [{ servers: 5 }, 'servers: 5 is a number'],
    [{ signal: {} }, 'signal: an object; an AbortSignal'],
    [{ onEvent: 'log' }, 'onEvent: "log" is a string'],
  ])('%j', async (wrong, words) => {
    await expect(connect({ port: 4000, ...(wrong as object) })).rejects.toThrow(words);
  });

  it.each([
    [{ onSession: undefined }, 'onSession'],
    [{ authenticate: 5 }, 'authenticate: 5 is a number'],
    [{ tls: {} }, 'no certificate'],
    [{ limits: 5 }, 'limits: 5 is a number'],
  ])('%j', async (wrong, words) => {
    await expect(listen({ port: 0, onSession: () => undefined, ...(wrong as object) })).rejects.toThrow(
      words,
    );
  });
});

it('only strings and bytes are messages', async () => {
  const server = await host({});
  const session = await guest(server.port);
  const wrong: unknown[] = [new ArrayBuffer(4), new Uint16Array([1, 513]), 42, {}, undefined, null];
  for (const data of wrong) await expect(session.send(data as string)).rejects.toThrow(TypeError);
  expect(session.counters.sentMessages).toBe(0);
});

/** What a test moves, and what was said of it. */
interface World {
  readonly clock: FakeClock;
  progress: number;
  readonly said: string[];
}

function watch(idleMs: number, deadlineMs: number = Number.POSITIVE_INFINITY): World {
  const clock = new FakeClock();
  const world: World = { clock, progress: 0, said: [] };
  watchStandstill(
    { clock, loopWatch: new LoopWatch(clock), progress: () => world.progress, idleMs, deadlineMs },
    (why) => world.said.push(why),
  );
  return world;
}

describe('a standstill', () => {
  it('is what moves nothing for a while, not what is slow', () => {
    const world = watch(1000);
    for (let count = 0; count < 10; count += 1) {
      world.clock.advance(900);
      world.progress += 1;
    }
    expect(world.said).toEqual([]);
    world.clock.advance(2100);
    expect(world.said).toEqual(['standstill']);
    expect(world.clock.timers).toBe(0);
  });

  it('is not blamed on time in which nothing could run', () => {
    const world = watch(1000);
    world.clock.advance(500);
    world.clock.block(30_000);
    expect(world.said).toEqual([]);
    world.clock.advance(1100);
    expect(world.said).toEqual(['standstill']);
  });

  it('does not outlast a deadline', () => {
    const world = watch(1000, 2500);
    for (let count = 0; count < 10; count += 1) {
      world.progress += 1;
      world.clock.advance(500);
    }
    expect(world.said).toEqual(['deadline']);
  });
});
