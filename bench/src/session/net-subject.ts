import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import type { Subject } from './subject.ts';

const HEADER_BYTES = 4;

/** Cuts length-prefixed messages out of a stream; copies only what spans two chunks. */
function readMessages(socket: Socket, onMessage: (data: Buffer) => void): void {
  let rest: Buffer | null = null;
  socket.on('data', (chunk: Buffer) => {
    const bytes: Buffer = rest === null ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES) {
      const end = at + HEADER_BYTES + bytes.readUInt32BE(at);
      if (end > bytes.length) break;
      onMessage(bytes.subarray(at + HEADER_BYTES, end));
      at = end;
    }
    rest = at === bytes.length ? null : bytes.subarray(at);
  });
}

function frame(data: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + data.length);
  bytes.writeUInt32BE(data.length, 0);
  data.copy(bytes, HEADER_BYTES);
  return bytes;
}

/** Writes that come in one turn of the event loop go out together. */
function corked(socket: Socket): (bytes: Buffer) => boolean {
  let isCorked = false;
  return (bytes) => {
    if (!isCorked) {
      isCorked = true;
      socket.cork();
      setImmediate(() => {
        isCorked = false;
        socket.uncork();
      });
    }
    return socket.write(bytes);
  };
}

function bare(name: string, writer: (socket: Socket) => (bytes: Buffer) => boolean): Subject {
  return {
    name,
    async serve(onMessage) {
      const server = createServer({ noDelay: true }, (socket) => {
        socket.on('error', () => undefined);
        const write = writer(socket);
        readMessages(socket, (data) => onMessage(data, (reply) => write(frame(reply))));
      });
      server.listen(0, '127.0.0.1', 1024);
      await once(server, 'listening');
      return { port: (server.address() as AddressInfo).port };
    },
    async dial(port, onMessage) {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      await once(socket, 'connect');
      readMessages(socket, onMessage);
      const write = writer(socket);
      return {
        send: async (data) => {
          if (!write(frame(data))) await once(socket, 'drain');
        },
        close: () => {
          socket.destroy();
        },
      };
    },
  };
}

/** A bare socket with length prefixes, a write for each message: no acknowledgement, no heartbeat, no second connection. */
export const netSubject: Subject = bare('net', (socket) => (bytes) => socket.write(bytes));

/** The same, corked. */
export const corkedSubject: Subject = bare('net, corked', corked);
