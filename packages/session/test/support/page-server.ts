/** A server made from the page. It takes one connection after another, and does with each what its test says. */
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { encodeByPage, type Fields } from './page.ts';
import { type Heard, PageSide, proofInput } from './page-side.ts';

export class PageServer {
  readonly #server: Server = createServer();
  readonly #sockets: Socket[] = [];
  readonly #arrived: PageSide[] = [];
  #wake: () => void = () => undefined;

  async listen(): Promise<number> {
    this.#server.on('connection', (socket) => {
      this.#sockets.push(socket);
      this.#arrived.push(new PageSide(socket));
      this.#wake();
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  async next(): Promise<PageSide> {
    for (;;) {
      const side = this.#arrived.shift();
      if (side !== undefined) return side;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

/** Sends a CHALLENGE; its body, and the HELLO that answers it. */
export async function challenge(
  side: PageSide,
  changed: Fields = {},
): Promise<{ readonly body: Buffer; readonly hello: Heard }> {
  const frame = encodeByPage('CHALLENGE', {
    minVersion: 1,
    maxVersion: 1,
    nonce: randomBytes(32).toString('hex'),
    ...changed,
  });
  side.socket.write(frame);
  return { body: frame.subarray(4), hello: await side.heard('HELLO') };
}

/** The whole handshake; what the HELLO said. */
export async function welcome(
  side: PageSide,
  changed: Fields = {},
  secret: string | null = null,
): Promise<Fields> {
  const { body, hello } = await challenge(side);
  const fields = encodeByPage('WELCOME', {
    version: 1,
    flags: hello.fields['flags']!,
    epoch: hello.fields['epoch']!,
    heartbeatMs: 10_000,
    windowBytes: 1_000_000,
    maxMessageBytes: 1_000_000,
    ...changed,
  }).subarray(4);
  const input = proofInput('halfopen session 1 server', body, hello.body.subarray(0, -96), fields);
  const mac = secret === null ? Buffer.alloc(32) : createHmac('sha256', secret).update(input).digest();
  const frame = Buffer.concat([Buffer.from([3, 0, 0, 64]), fields, mac]);
  side.socket.write(frame);
  return hello.fields;
}
