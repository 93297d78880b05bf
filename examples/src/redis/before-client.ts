/** Counts visits in Redis: `node examples/dist/redis/before-client.js [HOST] [PORT] [EVERY_MS]`. */
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';

const [host = '127.0.0.1', port = '6379', everyMs = '1000'] = process.argv.slice(2);

const redis = new Redis({ host, port: Number(port) });
redis.on('error', (error: Error) => console.error(error.message));

for (;;) {
  console.log(`visit ${await redis.incr('visits')}`);
  await delay(Number(everyMs));
}
