/** Two subjects of core NATS, published to and subscribed to with nats.js as it is set by default. */
import { type NatsConnection, connect } from '@nats-io/transport-node';
import { startCompanion } from './companion.ts';
import { type Link, type LinkSetting, type Subject, codeOf } from './subject.ts';

/** A connection that has been given up is opened anew after this, as the user of the library must. */
const ANEW_MS = 1000;

interface Current {
  connection: NatsConnection | null;
}

async function read(
  connection: NatsConnection,
  subject: string,
  { gate, events }: LinkSetting,
): Promise<void> {
  for await (const message of connection.subscribe(subject)) {
    await gate.untilOpen();
    events.got(message.data, false);
  }
}

async function watch(connection: NatsConnection, { events }: LinkSetting): Promise<void> {
  let code = 'disconnect';
  for await (const status of connection.status()) {
    switch (status.type) {
      case 'error':
        code = codeOf(status.error);
        break;
      case 'staleConnection':
        events.down('staleConnection');
        break;
      case 'disconnect':
        events.down(code);
        break;
      case 'reconnect':
        code = 'disconnect';
        events.up();
        break;
      default:
        break;
    }
  }
}

async function keepOpen(
  current: Current,
  setting: LinkSetting,
  host: string,
  subject: string,
): Promise<never> {
  for (;;) {
    try {
      const connection = await connect({ servers: `${host}:${setting.port}` });
      const reading = read(connection, subject, setting);
      const watching = watch(connection, setting);
      await connection.flush();
      current.connection = connection;
      setting.events.up();
      const error = await connection.closed();
      current.connection = null;
      setting.events.down(error === undefined ? 'closed' : codeOf(error));
      await Promise.allSettled([reading, watching]);
    } catch (error) {
      setting.events.down(codeOf(error));
    }
    await new Promise((resolve) => setTimeout(resolve, ANEW_MS));
  }
}

function link(setting: LinkSetting, host: string, publish: string, subscribe: string): Promise<Link> {
  const current: Current = { connection: null };
  void keepOpen(current, setting, host, subscribe);
  return Promise.resolve({
    send: (payload) => {
      if (current.connection === null) return Promise.reject(new Error('not connected'));
      try {
        current.connection.publish(publish, payload);
        return Promise.resolve();
      } catch (error) {
        return Promise.reject(error);
      }
    },
  });
}

/** Core NATS. */
export const natsCore: Subject = {
  name: 'nats',
  about:
    '@nats-io/transport-node 3.4.0 with its defaults and nats-server 2.9.10; core publish and subscribe, which promises at most once; a message counts as sent when publish() has returned',
  programs: ['nats-server'],
  window: 64,
  patienceMs: 5000,
  noticeLimitMs: { default: null, fast: null },
  outlivesKill: false,
  client: (setting) => link(setting, setting.host, 'up', 'down'),
  server: async (setting) => {
    await startCompanion(['nats-server', '-a', '::', '-p', String(setting.port)], setting.port);
    return link(setting, '127.0.0.1', 'down', 'up');
  },
};
