/** Two lists in Redis, pushed to and popped from with ioredis as it is set by default. The server's application sits beside Redis. */
import { Redis } from 'ioredis';
import { startCompanion } from './companion.ts';
import { type Link, type LinkSetting, type Subject, codeOf } from './subject.ts';

/** A failed command is tried again after this, as a loop around a blocking pop does. */
const PAUSE_MS = 200;

async function popForever(redis: Redis, list: string, { gate, events }: LinkSetting): Promise<never> {
  for (;;) {
    await gate.untilOpen();
    try {
      const popped = await redis.blpopBuffer(list, 0);
      if (popped !== null) events.got(popped[1], false);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

function link(setting: LinkSetting, host: string, push: string, pop: string): Promise<Link> {
  const { port, events } = setting;
  const redis = new Redis({ host, port });
  let code = 'closed';
  redis.on('error', (error: Error) => {
    code = codeOf(error);
  });
  redis.on('ready', () => {
    code = 'closed';
    events.up();
  });
  redis.on('close', () => events.down(code));
  const reader = redis.duplicate();
  reader.on('error', () => undefined);
  void popForever(reader, pop, setting);
  return Promise.resolve({
    send: async (payload) => {
      await redis.rpush(push, payload);
    },
  });
}

/** Redis. */
export const redisLists: Subject = {
  name: 'ioredis',
  about:
    'ioredis 6.0.0 with its defaults and redis-server 7.0.15 without persistence; RPUSH, and BLPOP on a second connection; a message counts as sent when RPUSH has been answered',
  programs: ['redis-server'],
  window: 64,
  patienceMs: 4000,
  noticeLimitMs: { default: null, fast: null },
  outlivesKill: false,
  client: (setting) => link(setting, setting.host, 'up', 'down'),
  server: async (setting) => {
    const { port } = setting;
    const command = ['redis-server', '--port', String(port), '--bind', '0.0.0.0', '::'];
    await startCompanion(
      [...command, '--save', '', '--appendonly', 'no', '--protected-mode', 'no', '--dir', setting.folder],
      port,
    );
    return link(setting, '127.0.0.1', 'down', 'up');
  },
};
