/** A client goes on at another server: two servers that share a Redis, and a path that leads to the one or the other. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { redisStore, type Session, type SessionStore } from '../../src/index.ts';
import { guest, host, relayTo } from '../support/peers.ts';
import { redisUnavailable, RedisServer } from './redis-server.ts';

const unavailable = redisUnavailable();
const MESSAGES = 3000;

let redis: RedisServer;
const clients: Redis[] = [];

function store(): SessionStore {
  const client = new Redis({ path: redis.socket });
  clients.push(client);
  return redisStore({ command: ([name, ...args]) => client.callBuffer(String(name), args) });
}

beforeAll(async () => {
  if (unavailable) return;
  redis = new RedisServer(await mkdtemp(join(tmpdir(), 'halfopen-roaming-')));
  await redis.start();
});

afterAll(async () => {
  if (unavailable) return;
  for (const client of clients) client.disconnect();
  await redis.kill();
  await rm(redis.directory, { recursive: true });
});

it.skipIf(unavailable)(
  'loses, repeats and reorders nothing while its client goes from server to server',
  async () => {
    const seen: number[] = [];
    const flagged: number[] = [];
    const onSession = (session: Session): Promise<void> =>
      session.consume(({ data, maybeRepeated }) => {
        const number = Number(data);
        // What a server had in hand when the session went elsewhere is told from what is new by its mark.
        if (maybeRepeated && seen.includes(number)) flagged.push(number);
        else seen.push(number);
      });
    const servers = [await host({ store: store(), onSession }), await host({ store: store(), onSession })];
    const relay = await relayTo(servers[0]!.port);
    const session = await guest(relay.port, {
      sendBufferBytes: 2000,
      backoff: { baseMs: 1, capMs: 5 },
      minUptimeMs: 0,
    });
    for (let number = 0; number < MESSAGES; number += 1) {
      await session.send(String(number));
      if (number % 500 === 499) {
        // The server that is left still holds the connection for good, and its session in memory.
        relay.redirect(servers[(number / 500) & 1 ? 0 : 1]!.port);
        relay.orphan();
      }
    }
    await session.close();
    expect(seen).toEqual(Array.from({ length: MESSAGES }, (_, number) => number));
    expect(session.counters.connections).toBeGreaterThan(3);
    // Both took part: who gets the session back finds its own memory of it old.
    const lost = servers.flatMap(({ events }) => events.filter(({ type }) => type === 'lost'));
    expect(lost.length).toBeGreaterThan(0);
  },
);
