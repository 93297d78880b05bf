/** Servers on loopback that end with their test. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server that hands its connections over. */
export interface Listening {
  readonly server: Server;
  readonly port: number;
  /** The next connection accepted. */
  readonly accepted: () => Promise<Socket>;
}

/** Listens on 127.0.0.1; everything is destroyed when the test has finished. */
export async function listening(): Promise<Listening> {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    server,
    port: (server.address() as { port: number }).port,
    async accepted() {
      const next = sockets[0] ?? ((await once(server, 'connection')) as [Socket])[0];
      sockets.splice(sockets.indexOf(next), 1);
      onTestFinished(() => void next.destroy());
      return next;
    },
  };
}

/** A port on which nobody listens. */
export async function deafPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
