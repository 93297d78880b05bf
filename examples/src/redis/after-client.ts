/** Counts visits in Redis: `node examples/dist/redis/after-client.js [HOST] [PORT] [EVERY_MS]`. */
import { type Socket, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type ConnectionError, guard, isConnectionError } from '@halfopen/session';
import { AbstractConnector, Redis } from 'ioredis';

const [host = '127.0.0.1', port = '6379', everyMs = '1000'] = process.argv.slice(2);

/** Every connection that ioredis opens, watched over. */
class GuardedConnector extends AbstractConnector {
  constructor() {
    super(2000);
  }

  override connect(): Promise<Socket> {
    const socket = connect({ host, port: Number(port) });
    // Asks after 2 s of silence. A Redis that does not say even PONG within 2.5 s more is dead, whatever its kernel acknowledges.
    guard(socket, {
      silence: {
        probeAfterMs: 2000,
        killAfterMs: 4500,
        probe: () => void redis.ping().catch(() => undefined),
      },
    });
    this.connecting = true;
    this.stream = socket;
    return Promise.resolve(socket);
  }
}

function explain({ code, delivered, tcpInfo }: ConnectionError): string {
  if (tcpInfo === null) return code;
  const { state, retransmits, lastDataReceivedMs } = tcpInfo;
  const silence = `last data ${Math.round(lastDataReceivedMs / 1000)} s ago`;
  return `${code}, delivered: ${delivered} (${state}, ${retransmits} retransmissions, ${silence})`;
}

const redis = new Redis({
  Connector: GuardedConnector,
  // A command whose connection is lost fails at once. It may have been carried out: whether to send it again is for us to say.
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
});
redis.on('error', (error: Error) => console.error(isConnectionError(error) ? explain(error) : error.message));

for (;;) {
  try {
    console.log(`visit ${await redis.incr('visits')}`);
  } catch {
    console.log('a visit that may not be counted');
  }
  await delay(Number(everyMs));
}
