import { connect, listen } from '@halfopen/session';
import type { Subject } from './subject.ts';

/** Our session with its defaults: acknowledged when processed, with heartbeats, ready to resume. */
export const sessionSubject: Subject = {
  name: 'session',
  async serve(onMessage) {
    const server = await listen({
      port: 0,
      host: '127.0.0.1',
      limits: { connectionsPerAddress: 100_000, connections: 100_000, sessions: 100_000 },
      onSession: (session) => {
        const done = session.consume(({ data }) =>
          onMessage(data, (reply) => void session.send(reply).catch(() => undefined)),
        );
        done.catch(() => undefined);
      },
    });
    return { port: server.address.port };
  },
  async dial(port, onMessage) {
    const session = await connect({ port, host: '127.0.0.1' });
    session.consume(({ data }) => onMessage(data)).catch(() => undefined);
    return {
      send: async (data) => {
        await session.send(data);
      },
      close: () => session.abort(),
    };
  },
};
