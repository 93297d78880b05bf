/** A bare net.Socket with length-prefixed frames, a queue and a fixed pause before it connects again. */
import { type Socket, connect, createServer } from 'node:net';
import type { Gate } from './gate.ts';
import { Outbox, type Write } from './outbox.ts';
import { type Link, type LinkSetting, type Subject, codeOf } from './subject.ts';

const PREFIX_BYTES = 4;
const RECONNECT_MS = 500;

function frame(payload: Buffer): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(payload.length);
  return Buffer.concat([prefix, payload]);
}

function readFrames(socket: Socket, got: (payload: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= PREFIX_BYTES) {
      const end = PREFIX_BYTES + rest.readUInt32BE();
      if (rest.length < end) return;
      got(rest.subarray(PREFIX_BYTES, end));
      rest = rest.subarray(end);
    }
  });
}

/** Reads only while the gate is open. */
function heed(socket: Socket, gate: Gate): void {
  const apply = (open: boolean): void => {
    if (open) socket.resume();
    else socket.pause();
  };
  apply(gate.open);
  socket.once('close', gate.listen(apply));
}

function serve(socket: Socket, outbox: Outbox, { gate, events }: LinkSetting, gone: () => void): void {
  let code = 'closed';
  const write: Write = (payload, done) => void socket.write(frame(payload), done);
  readFrames(socket, (payload) => events.got(payload, false));
  heed(socket, gate);
  socket.on('end', () => {
    code = 'end';
  });
  socket.on('error', (error) => {
    code = codeOf(error);
  });
  socket.on('close', () => {
    outbox.detach(write);
    events.down(code);
    gone();
  });
  outbox.attach(write);
  events.up();
}

function openClient(setting: LinkSetting): Promise<Link> {
  const outbox = new Outbox();
  const again = (): void => {
    setTimeout(open, RECONNECT_MS);
  };
  function open(): void {
    const socket = connect({ host: setting.host, port: setting.port });
    const refused = (error: Error): void => {
      setting.events.down(codeOf(error));
      again();
    };
    socket.once('error', refused);
    socket.once('connect', () => {
      socket.off('error', refused);
      serve(socket, outbox, setting, again);
    });
  }
  open();
  return Promise.resolve({ send: (payload) => outbox.send(payload) });
}

function openServer(setting: LinkSetting): Promise<Link> {
  const outbox = new Outbox();
  let latest: Socket | null = null;
  const server = createServer((socket) => {
    // One client: a new connection means that the old one is of no use.
    latest?.destroy();
    latest = socket;
    serve(socket, outbox, setting, () => undefined);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(setting.port, () => resolve({ send: (payload) => outbox.send(payload) }));
  });
}

/** The bare socket. */
export const bareSocket: Subject = {
  name: 'net',
  about:
    "net.Socket with a 4-byte length before each message; connects again after 500 ms; messages whose write failed are written again; no heartbeat, Node's defaults",
  programs: [],
  window: 64,
  patienceMs: 2500,
  noticeLimitMs: { default: null, fast: null },
  outlivesKill: false,
  client: openClient,
  server: openServer,
};
