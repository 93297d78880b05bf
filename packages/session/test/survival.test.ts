import { describe, expect, it } from 'vitest';
import type { Message, Session } from '../src/index.ts';
import { all, echo, eager, guest, host, randomFrom, relayTo } from './support/peers.ts';
import type { Relay } from './support/relay.ts';

const MESSAGES = 2000;

/** Sends numbered messages of many lengths, then ends. */
async function stream(session: Session, random: () => number): Promise<void> {
  for (let number = 0; number < MESSAGES; number += 1) {
    await session.send(`${number}:`.padEnd(Math.floor(random() ** 3 * 2000), '.'));
    if (random() < 0.02) await new Promise((resolve) => setImmediate(resolve));
  }
  await session.end();
}

/** Reads until the end, now and then slowly. */
async function read(session: Session, random: () => number): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const message of session) {
    messages.push(message);
    if (random() < 0.02) await new Promise((resolve) => setImmediate(resolve));
  }
  return messages;
}

function expectWhole(messages: readonly Message[]): void {
  expect(messages.map(({ data }) => Number.parseInt(data.toString(), 10))).toEqual(
    Array.from({ length: MESSAGES }, (_, at) => at),
  );
  // Both programs lived: nothing was handed out twice, so nothing is marked.
  expect(messages.filter(({ maybeRepeated }) => maybeRepeated)).toEqual([]);
}

/** Both sides stream through a relay while something happens to it. */
async function bothWays(
  seed: number,
  options: { readonly heartbeatMs?: number; readonly graceMs?: number; readonly connectMs?: number },
  trouble: (relay: Relay, random: () => number, over: () => boolean) => Promise<void>,
): Promise<{ readonly session: Session; readonly relay: Relay }> {
  const random = randomFrom(seed);
  const buffers = { sendBufferBytes: 20_000 + random() * 200_000, windowBytes: 5000 + random() * 100_000 };
  const { heartbeatMs = 10_000, graceMs = 2000 } = options;
  const server = await host({ heartbeatMs, graceMs, ...buffers });
  const relay = await relayTo(server.port);
  const session = await guest(relay.port, { ...options, ...buffers, random });
  const other = await server.session();
  let isOver = false;
  const troubled = trouble(relay, random, () => isOver);
  const [toClient, toServer] = await Promise.all([
    read(session, random),
    read(other, random),
    stream(session, random),
    stream(other, random),
  ]);
  isOver = true;
  expectWhole(toClient);
  expectWhole(toServer);
  await Promise.all([session.closed, other.closed, troubled]);
  return { session, relay };
}

const seeds = [1, 2, 3, 4, 5, 6];

describe('while both sides stream, nothing is lost, repeated or reordered', () => {
  it.each(seeds)('when connections are reset after so and so many bytes (seed %i)', async (seed) => {
    const { session, relay } = await bothWays(seed, {}, async (path, random) => {
      for (let count = 0; count < 12; count += 1) path.cutAfterBytes.push(Math.floor(random() ** 2 * 90_000));
      path.cut();
    });
    expect(relay.connections).toBeGreaterThan(3);
    expect(session.counters.connections).toBeLessThanOrEqual(relay.connections);
  });

  it.each([7, 8, 9])('when connections are ended in order (seed %i)', async (seed) => {
    let ends = 0;
    await bothWays(seed, {}, async (path, random, over) => {
      for (let count = 1; count <= 8 && !over(); count += 1) {
        await path.accepted(count);
        for (let turns = random() * 30; turns > 0; turns -= 1) await new Promise(setImmediate);
        ends += path.open;
        path.end();
      }
    });
    expect(ends).toBeGreaterThan(0);
  });

  it.each([
    ['both ways', ['to-server', 'to-client']],
    ['towards the server', ['to-server']],
    ['towards the client', ['to-client']],
  ] as const)('when the path swallows everything %s', async (_, directions) => {
    const { session } = await bothWays(
      10,
      { heartbeatMs: 60, graceMs: 40, connectMs: 200 },
      async (path, random) => {
        for (let count = 0; count < 3; count += 1) {
          for (let turns = random() * 20; turns > 0; turns -= 1) await new Promise(setImmediate);
          const { connections } = path;
          path.drop(...directions);
          // Silence is noticed, the connection given up, and the next one is swallowed, too, until the path is whole.
          await path.accepted(connections + 1);
          path.heal();
          path.cut();
          await path.accepted(connections + 2);
        }
      },
    );
    expect(session.counters.connections).toBeGreaterThan(1);
  });
});

describe('a dead connection', () => {
  it('is noticed by both sides, and the new one goes on', async () => {
    const server = await host({ heartbeatMs: 100, graceMs: 50, onSession: echo });
    const relay = await relayTo(server.port);
    const news: string[] = [];
    let reopened!: () => void;
    const open = new Promise<void>((resolve) => (reopened = resolve));
    const session = await guest(relay.port, {
      heartbeatMs: 100,
      graceMs: 50,
      onEvent: (event) => {
        if (event.type === 'heartbeat') news.push(event.news);
        if (event.type === 'kill') {
          expect(event.error.code).toBe('HO_SILENT_PEER');
          relay.heal();
        }
        if (event.type === 'state' && event.from === 'offline' && event.to === 'open') reopened();
      },
    });
    const begun = performance.now();
    relay.drop('to-client', 'to-server');
    await session.send('into the void');
    await open;
    const tookMs = performance.now() - begun;
    // Two heartbeats and the grace are 250 ms.
    expect(tookMs).toBeGreaterThan(140);
    expect(tookMs).toBeLessThan(2500);
    expect(news.slice(-3)).toEqual(['ping', 'ping', 'dead']);
    void session.end();
    expect(await all(session)).toHaveLength(1);
  });

  it('is taken over by the next one, though the server has not noticed', async () => {
    const server = await host({ heartbeatMs: 60_000, onSession: echo });
    const relay = await relayTo(server.port);
    const session = await guest(relay.port, { heartbeatMs: 60, graceMs: 20 });
    await session.send('a');
    await session.flush();
    relay.drop('to-client');
    await relay.accepted(2);
    relay.heal();
    relay.cut();
    await session.send('b');
    void session.end();
    expect((await all(session)).map(({ data }) => data.toString())).toEqual(['a', 'b']);
    await session.closed;
    expect(server.sessions).toHaveLength(1);
  });

  it('is not what follows from a blocked event loop of our own', async () => {
    const server = await host({ heartbeatMs: 50, graceMs: 100 });
    const session = await guest(server.port, { heartbeatMs: 50, graceMs: 100 });
    for (let count = 0; count < 3; count += 1) {
      const until = performance.now() + 400;
      while (performance.now() < until);
      await session.send('awake again');
      await server.until(() => server.sessions[0]!.counters.receivedMessages > count);
      const { heartbeatsAnswered } = session.counters;
      await server.until(() => session.counters.heartbeatsAnswered > heartbeatsAnswered);
    }
    expect(session.counters).toMatchObject({ connections: 1, heartbeatsMissed: 0 });
  });

  it('is not what a slow reader has', async () => {
    const server = await host({ heartbeatMs: 50, graceMs: 30, windowBytes: 2000 });
    const session = await guest(server.port, { heartbeatMs: 50, graceMs: 30, sendBufferBytes: 100_000 });
    for (let count = 0; count < 50; count += 1) await session.send(Buffer.alloc(1500, count));
    const other = await server.session();
    // Three times as long as a dead peer would be given.
    await server.until(
      () => server.events.filter((event) => event.type === 'heartbeat' && event.news === 'pong').length >= 8,
    );
    expect([session.state, other.state]).toEqual(['open', 'open']);
    expect(session.counters.connections).toBe(1);
    expect(other.counters.receivedBytes).toBeLessThan(5000);
    void session.end();
    expect(await all(other)).toHaveLength(50);
    expect(session.counters.heartbeatsMissed).toBe(0);
  });
});

describe('a server that accepts and dies', () => {
  it('is tried again and again, ever more slowly', async () => {
    const server = await host({ onSession: echo });
    const relay = await relayTo(server.port);
    const session = await guest(relay.port, { backoff: { baseMs: 1, capMs: 50 }, minUptimeMs: 5000 });
    relay.refuse();
    relay.cut();
    await relay.accepted(8);
    relay.heal();
    await session.send('still there');
    await session.flush();
    expect(session.counters.attempts).toBeGreaterThanOrEqual(8);
    expect(session.counters.connections).toBe(2);
  });

  it('costs no session, even if it dies at every byte of the handshake', async () => {
    const server = await host({ onSession: echo });
    const relay = await relayTo(server.port);
    for (let bytes = 1; bytes < 420; bytes += 7) relay.cutAfterBytes.push(bytes);
    const session = await guest(relay.port, {
      ...eager,
      retryBudget: { takeMs: () => 0 } as never,
      establishMs: 20_000,
    });
    await session.send('x');
    void session.end();
    expect(await all(session)).toHaveLength(1);
    expect(server.sessions).toHaveLength(1);
  });
});
