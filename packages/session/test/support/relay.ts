/** A TCP relay on loopback with which a test makes a path fail. */
import { once } from 'node:events';
import { type Server, type Socket, connect, createServer } from 'node:net';

/** Which bytes: those that clients send, or those that the server sends. */
export type Direction = 'to-server' | 'to-client';

/**
 *     client ── relay ── server
 *               cut(): RST to both      end(): FIN to both      drop(direction): bytes vanish, nobody is told
 *
 * What is dropped stays lost for that connection, as behind a cut path: {@link Relay.heal} is for connections to come.
 */
export class Relay {
  readonly #server: Server = createServer((client) => this.#join(client));
  readonly #pairs = new Set<readonly [client: Socket, upstream: Socket]>();
  readonly #lossy = new Set<Direction>();
  #upstreamPort: number;
  #refuses = false;
  #waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  /** Connections accepted so far, refused ones included. */
  connections = 0;
  /** Bytes after which the next connections are reset, one after another. */
  readonly cutAfterBytes: number[] = [];

  private constructor(upstreamPort: number) {
    this.#upstreamPort = upstreamPort;
  }

  /** A relay to a port of this host. */
  static async to(upstreamPort: number): Promise<Relay> {
    const relay = new Relay(upstreamPort);
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server, 'listening');
    return relay;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#pairs.size;
  }

  /** Later connections go to another port. */
  redirect(upstreamPort: number): void {
    this.#upstreamPort = upstreamPort;
  }

  /** Resets every connection, on both sides. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  /** Resets the clients only: to the server its connections look open until the relay is closed. */
  orphan(): void {
    for (const [client, upstream] of this.#pairs) {
      upstream.removeAllListeners('close').removeAllListeners('data').resume();
      client.removeAllListeners('close').resetAndDestroy();
    }
  }

  /** Ends every connection in order, on both sides. */
  end(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.end();
  }

  /** Bytes in this direction vanish from now on, on connections that are open and on new ones. */
  drop(...directions: readonly Direction[]): void {
    for (const direction of directions) this.#lossy.add(direction);
  }

  /** New connections are whole again; those that lost bytes stay silent. */
  heal(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.removeAllListeners('data').resume();
    this.#lossy.clear();
    this.#refuses = false;
  }

  /** Accepts connections only to reset them. */
  refuse(): void {
    this.#refuses = true;
  }

  /** Resolves when so many connections have been accepted in all. */
  async accepted(count: number): Promise<void> {
    if (this.connections >= count) return;
    await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }));
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket): void {
    this.connections += 1;
    client.on('error', () => undefined);
    client.setNoDelay(true);
    if (this.#refuses) client.resetAndDestroy();
    else this.#carry(client);
    for (const { count, resolve } of this.#waiting) if (this.connections >= count) resolve();
    this.#waiting = this.#waiting.filter(({ count }) => this.connections < count);
  }

  #carry(client: Socket): void {
    const upstream = connect({ port: this.#upstreamPort, host: '127.0.0.1', noDelay: true });
    const pair = [client, upstream] as const;
    this.#pairs.add(pair);
    upstream.on('error', () => client.resetAndDestroy());
    client.on('close', () => {
      this.#pairs.delete(pair);
      upstream.destroy();
    });
    upstream.on('close', () => client.destroy());
    let left = this.cutAfterBytes.shift() ?? Number.POSITIVE_INFINITY;
    const forward = (from: Socket, to: Socket, direction: Direction): void => {
      from.on('data', (chunk: Buffer) => {
        if (this.#lossy.has(direction)) return;
        const whole = chunk.length < left;
        const written = to.write(whole ? chunk : chunk.subarray(0, left));
        left -= chunk.length;
        // What was handed over before the cut may arrive or not, as on a real path.
        if (!whole) for (const socket of pair) socket.resetAndDestroy();
        else if (!written) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      });
    };
    forward(client, upstream, 'to-server');
    forward(upstream, client, 'to-client');
  }
}
