/** `ws` with the heartbeat of its README and a fixed pause before it connects again, which it leaves to its users. */
import { WebSocket, WebSocketServer } from 'ws';
import type { Gate } from './gate.ts';
import { Outbox, type Write } from './outbox.ts';
import { type Link, type LinkSetting, type Subject, codeOf } from './subject.ts';

const RECONNECT_MS = 1000;
/** How often the server asks, as in the README. */
const PING_MS = 30_000;
/** How long the client waits for the next question: the server's interval and a second, as in the README. */
const SILENCE_MS = PING_MS + 1000;

function heed(socket: WebSocket, gate: Gate): void {
  const apply = (open: boolean): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (open) socket.resume();
    else socket.pause();
  };
  apply(gate.open);
  socket.once('close', gate.listen(apply));
}

function serve(socket: WebSocket, outbox: Outbox, { gate, events }: LinkSetting): void {
  let code = '';
  const write: Write = (payload, done) => socket.send(payload, done);
  socket.on('message', (data: Buffer) => events.got(data, false));
  socket.on('error', (error) => {
    code = codeOf(error);
  });
  socket.on('close', (number) => {
    outbox.detach(write);
    events.down(code === '' ? `close ${number}` : code);
  });
  heed(socket, gate);
  outbox.attach(write);
  events.up();
}

function openClient(setting: LinkSetting): Promise<Link> {
  const outbox = new Outbox();
  const open = (): void => {
    const socket = new WebSocket(`ws://${setting.host}:${setting.port}/`);
    let silence: NodeJS.Timeout | undefined;
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => socket.terminate(), SILENCE_MS);
    };
    socket.on('open', heard);
    socket.on('ping', heard);
    socket.on('open', () => {
      socket.off('error', refused);
      serve(socket, outbox, setting);
    });
    const refused = (error: Error): void => setting.events.down(codeOf(error));
    socket.on('error', refused);
    socket.on('close', () => {
      clearTimeout(silence);
      setTimeout(open, RECONNECT_MS);
    });
  };
  open();
  return Promise.resolve({ send: (payload) => outbox.send(payload) });
}

function openServer(setting: LinkSetting): Promise<Link> {
  const outbox = new Outbox();
  const alive = new WeakSet<WebSocket>();
  const server = new WebSocketServer({ port: setting.port });
  server.on('connection', (socket) => {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    serve(socket, outbox, setting);
  });
  setInterval(() => {
    for (const socket of server.clients) {
      if (alive.delete(socket)) socket.ping();
      else socket.terminate();
    }
  }, PING_MS);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => resolve({ send: (payload) => outbox.send(payload) }));
  });
}

/** WebSockets. */
export const webSocket: Subject = {
  name: 'ws',
  about:
    'ws 8.23.0 with the heartbeat of its README on both sides (a ping every 30 s); connects again after 1 s; messages whose send failed are sent again',
  programs: [],
  window: 64,
  patienceMs: 3500,
  noticeLimitMs: { default: null, fast: null },
  outlivesKill: false,
  client: openClient,
  server: openServer,
};
