/** Ten thousand strangers at the door, and one session that must not feel it. */
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { collectGarbage } from '../support/collect-garbage.ts';
import { listen } from '../../src/index.ts';
import { frameType } from '../../src/protocol/frame-types.ts';
import { echo, guest } from '../support/peers.ts';

const STRANGERS = 10_000;
const AT_ONCE = 250;
const HANDSHAKES = 256;

/** Connects, says a part of what could become a HELLO, and waits. */
async function stranger(port: number, index: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(Buffer.concat([Buffer.from([frameType.hello, 0, 0, 250]), Buffer.alloc(index % 200)]));
  return socket;
}

it('holds a bounded number of half handshakes, in bounded memory, and other sessions go on', async () => {
  const limits = { handshakes: HANDSHAKES, connectionsPerAddress: 100_000 };
  const server = await listen({ port: 0, host: '127.0.0.1', limits, onSession: echo });
  onTestFinished(() => server.close());
  const { port } = server.address;
  const before = await guest(port);
  const answers = before[Symbol.asyncIterator]();
  await collectGarbage();
  const memory = process.memoryUsage();
  const sockets = new Set<Socket>();
  for (let index = 0; index < STRANGERS; index += AT_ONCE) {
    const crowd = Array.from({ length: AT_ONCE }, (_, at) => stranger(port, index + at));
    for (const socket of await Promise.all(crowd)) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
    await before.send(String(index));
    expect(String((await answers.next()).value.data)).toBe(String(index));
  }
  expect(server.counters.handshakes).toBeLessThanOrEqual(HANDSHAKES);
  await collectGarbage();
  const grown = process.memoryUsage();
  // Both ends of every connection are in this process; what remains is those that still wait.
  expect(grown.heapUsed + grown.external - memory.heapUsed - memory.external).toBeLessThan(16_000_000);
  // A client with a proof gets through.
  await guest(port);
  for (const socket of sockets) socket.destroy();
  while (server.counters.handshakes > 0) await new Promise(setImmediate);
  expect(server.counters.sessions).toBe(2);
}, 60_000);
