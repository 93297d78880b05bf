/** The Redis store against a real redis-server, through the clients that docs/session-stores.md shows, killed and restarted. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, RESP_TYPES } from '@redis/client';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RedisCommand, redisStore, type SessionStore } from '../../src/index.ts';
import { storeConformance } from '../store-conformance.ts';
import { redisUnavailable, RedisServer } from './redis-server.ts';

const serverThere = !redisUnavailable();

let server: RedisServer;
let redis: Redis;
let commandOfIoredis: RedisCommand;
const nodeRedis = { command: (async () => null) as RedisCommand, close: (): void => undefined };

beforeAll(async () => {
  if (!serverThere) return;
  server = new RedisServer(await mkdtemp(join(tmpdir(), 'halfopen-redis-')), [
    '--appendonly',
    'yes',
    '--appendfsync',
    'always',
  ]);
  await server.start();
  redis = new Redis({ path: server.socket, retryStrategy: () => 20 });
  // What happens to the connection is told by the commands.
  redis.on('error', () => undefined);
  commandOfIoredis = ([name, ...args]) => redis.callBuffer(String(name), args);
  const client = createClient({ socket: { path: server.socket, tls: false } });
  client.on('error', () => undefined);
  await client.connect();
  const withBuffers = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  nodeRedis.command = (args) => withBuffers.sendCommand([...args]);
  nodeRedis.close = () => client.destroy();
});
afterAll(async () => {
  if (!serverThere) return;
  redis.disconnect();
  nodeRedis.close();
  await server.kill();
  await rm(server.directory, { recursive: true, force: true });
});

function store(options: { readonly prefix: string; readonly ttlMs?: number }): SessionStore {
  return redisStore({ command: commandOfIoredis, ...options });
}

let places = 0;
const newPlace = (command: () => RedisCommand) => async () => {
  places += 1;
  const prefix = `place-${places}:`;
  return {
    open: () => redisStore({ command: command(), prefix, ttlMs: 600_000 }),
    destroy: async () => undefined,
  };
};

describe.skipIf(!serverThere)('redisStore', () => {
  storeConformance('redisStore through ioredis', { newPlace: newPlace(() => commandOfIoredis) });
  storeConformance('redisStore through node-redis', {
    newPlace: newPlace(() => nodeRedis.command),
    histories: 20,
  });

  it('uses one key for a session, named after it, that expires after the last write', async () => {
    const one = store({ prefix: 'expiry:', ttlMs: 500_000 });
    await one.create('k', 1, {});
    await one.append('k', 1, { outgoing: [{ seq: 1, payload: Buffer.from('x') }] });
    expect(await redis.keys('expiry:*')).toEqual(['expiry:k']);
    await redis.pexpire('expiry:k', 1000);
    await one.append('k', 1, { settledSeq: 1 });
    expect(await redis.pttl('expiry:k')).toBeGreaterThan(400_000);
    await one.remove('k', 1);
    expect(await redis.exists('expiry:k')).toBe(0);
  });

  it('loads its programs again where Redis has forgotten them', async () => {
    const one = store({ prefix: 'flush:' });
    await one.create('k', 1, {});
    await redis.script('FLUSH');
    await Promise.all(
      [1, 2, 3].map((seq) => one.append('k', 1, { outgoing: [{ seq, payload: Buffer.from(`${seq}`) }] })),
    );
    expect((await one.read('k'))?.outgoing.length).toBe(3);
  });

  it('takes a command that the client sends twice for one', async () => {
    const twice = redisStore({
      prefix: 'twice:',
      command: async (args) => {
        await commandOfIoredis(args).catch(() => undefined);
        return commandOfIoredis(args);
      },
    });
    await twice.create('k', 1, { made: 'once' });
    await twice.append('k', 1, { outgoing: [{ seq: 1, payload: Buffer.from('a') }] });
    expect(await twice.claim('k', 2)).toMatchObject({ kind: 'claimed', session: { epoch: 1 } });
    await twice.append('k', 2, { outgoing: [{ seq: 2, payload: null }], settledSeq: 1 });
    expect(await twice.read('k')).toMatchObject({ epoch: 2, outgoing: [{ seq: 2, payload: null }] });
  });

  it('notices that Redis has lost what it said was stored', async () => {
    const one = store({ prefix: 'lost:' });
    await one.create('k', 1, {});
    await one.append('k', 1, { outgoing: [{ seq: 1, payload: Buffer.from('a') }] });
    const then = await redis.dumpBuffer('lost:k');
    await one.append('k', 1, { outgoing: [{ seq: 2, payload: Buffer.from('b') }] });
    await redis.restore('lost:k', 0, then, 'REPLACE');
    const third = one.append('k', 1, { outgoing: [{ seq: 3, payload: Buffer.from('c') }] });
    await expect(third).rejects.toMatchObject({ code: 'HO_STORE_FAILED', retryable: false });
    await one.claim('k', 2);
    await redis.restore('lost:k', 0, then, 'REPLACE');
    await expect(one.append('k', 2, {})).rejects.toMatchObject({ code: 'HO_STORE_FAILED' });
    await redis.del('lost:k');
    await expect(one.append('k', 2, {})).rejects.toMatchObject({ code: 'HO_STORE_FAILED' });
  });

  it('does not wait for ever for a Redis that hangs', async () => {
    const hanging = redisStore({ command: () => new Promise(() => undefined), timeoutMs: 20 });
    await expect(hanging.read('k')).rejects.toMatchObject({ code: 'HO_STORE_FAILED', retryable: true });
  });

  it('refuses a client that gives strings', async () => {
    const strings = redisStore({
      prefix: 'strings:',
      command: ([name, ...args]) => redis.call(String(name), args),
    });
    await strings.create('k', 1, {});
    await expect(strings.read('k')).rejects.toMatchObject({
      code: 'HO_STORE_FAILED',
      message: expect.stringContaining('Buffers') as string,
    });
  });

  it('says what Redis said when it refuses', async () => {
    await redis.set('wrong:k', 'not a hash');
    await expect(store({ prefix: 'wrong:' }).read('k')).rejects.toMatchObject({
      code: 'HO_STORE_FAILED',
      message: expect.stringContaining('WRONGTYPE') as string,
    });
  });

  it('works in a cluster', async () => {
    const node = new RedisServer(await mkdtemp(join(tmpdir(), 'halfopen-redis-')), [
      '--cluster-enabled',
      'yes',
    ]);
    await node.start();
    const member = new Redis({ path: node.socket });
    try {
      await member.call('CLUSTER', ['ADDSLOTSRANGE', '0', '16383']);
      while (!String(await member.call('CLUSTER', ['INFO'])).includes('cluster_state:ok'));
      const one = redisStore({ command: ([name, ...args]) => member.callBuffer(String(name), args) });
      for (const key of ['a', '{b}c', '}d{']) {
        await one.create(key, 1, {});
        await one.append(key, 1, { outgoing: [{ seq: 1, payload: Buffer.from(key) }] });
        expect(await one.claim(key, 2)).toMatchObject({ kind: 'claimed' });
        await one.remove(key, 2);
      }
    } finally {
      member.disconnect();
      await node.kill();
      await rm(node.directory, { recursive: true, force: true });
    }
  });

  it('has everything it acknowledged after redis-server was killed and started again', async () => {
    const one = store({ prefix: 'killed:' });
    await one.create('k', 1, {});
    let acknowledged = 0;
    let next = 1;
    for (let round = 0; round < 5; round += 1) {
      const before = acknowledged;
      let killed: Promise<void> | null = null;
      const appends: Promise<void>[] = [];
      for (let count = 0; count < 300; count += 1) {
        const seq = next;
        next += 1;
        const append = async (): Promise<void> => {
          try {
            await one.append('k', 1, { outgoing: [{ seq, payload: Buffer.from(`${seq}`) }] });
            acknowledged = Math.max(acknowledged, seq);
            if (acknowledged > before + 20 * round) killed ??= server.kill();
          } catch (error) {
            expect(error).toMatchObject({ code: 'HO_STORE_FAILED' });
          }
        };
        appends.push(append());
        if (count % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      killed ??= server.kill();
      await killed;
      await server.start();
      await Promise.all(appends);
      const found = (await one.read('k'))!;
      const last = found.outgoing.length;
      expect(last).toBeGreaterThanOrEqual(acknowledged);
      expect(found.outgoing.map(({ payload }) => Number(Buffer.from(payload!)))).toEqual(
        Array.from({ length: last }, (_, index) => index + 1),
      );
      next = last + 1;
    }
    expect(acknowledged).toBeGreaterThan(0);
  });
});
