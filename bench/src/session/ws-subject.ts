import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Subject } from './subject.ts';

/** Beyond so much waiting to be sent, wait: `ws` itself never says stop. */
const HIGH_WATER_BYTES = 1_048_576;

/** The `ws` library with its defaults, without compression. */
export const wsSubject: Subject = {
  name: 'ws',
  async serve(onMessage) {
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      perMessageDeflate: false,
      backlog: 1024,
    });
    server.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => onMessage(data, (reply) => socket.send(reply)));
    });
    await once(server, 'listening');
    return { port: (server.address() as AddressInfo).port };
  },
  async dial(port, onMessage) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
    socket.on('message', (data: Buffer) => onMessage(data));
    await once(socket, 'open');
    return {
      send: (data) => {
        if (socket.bufferedAmount < HIGH_WATER_BYTES) {
          socket.send(data);
          return undefined;
        }
        // The callback of a send comes when its bytes have been handed to the kernel.
        return new Promise((resolve) => {
          socket.send(data, () => resolve());
        });
      },
      close: () => socket.terminate(),
    };
  },
};
