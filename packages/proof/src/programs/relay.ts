/**
 * Something in the middle that ends connections and opens others, as a balancer does. It passes on bytes, ends of data and
 * resets, until it is told to misbehave.
 *
 *     client ──> relay ──> server
 */
import { type Socket, connect, createServer } from 'node:net';
import type { Interface } from 'node:readline';
import { tell } from './tell.ts';

/** What a relay can be told. */
export type RelayOrder =
  | { readonly type: 'open'; readonly port: number; readonly host: string }
  /** End the data towards the client, or towards both, as if the other had ended it. */
  | { readonly type: 'fin'; readonly both: boolean }
  /** Stop reading on both sides, or go on. */
  | { readonly type: 'stall'; readonly on: boolean }
  /** Accept and throw away at once, with all there is; or behave again. */
  | { readonly type: 'die'; readonly on: boolean };

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

class Relay {
  readonly #pairs = new Set<Pair>();
  #stalled = false;
  #dying = false;

  open(port: number, host: string): void {
    const server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client, host, port));
    server.listen(port, () => tell({ type: 'ready' }));
  }

  fin(both: boolean): void {
    for (const { client, server } of this.#pairs) {
      client.end();
      if (both) server.end();
    }
  }

  stall(on: boolean): void {
    this.#stalled = on;
    for (const { client, server } of this.#pairs) {
      for (const socket of [client, server]) {
        if (on) socket.pause();
        else socket.resume();
      }
    }
  }

  die(on: boolean): void {
    this.#dying = on;
    if (!on) return;
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  #accept(client: Socket, host: string, port: number): void {
    client.on('error', () => undefined);
    if (this.#dying) {
      tell({ type: 'up' });
      client.resetAndDestroy();
      return;
    }
    const server = connect({ host, port, allowHalfOpen: true });
    const pair = { client, server };
    this.#pairs.add(pair);
    this.#pass(client, server, pair);
    this.#pass(server, client, pair);
    if (this.#stalled) this.stall(true);
  }

  #pass(from: Socket, to: Socket, pair: Pair): void {
    from.setNoDelay(true);
    from.on('data', (chunk: Buffer) => {
      if (to.destroyed || to.writableEnded) return;
      if (!to.write(chunk)) from.pause();
    });
    to.on('drain', () => {
      if (!this.#stalled) from.resume();
    });
    from.on('end', () => to.end());
    from.on('error', () => to.resetAndDestroy());
    from.on('close', () => {
      this.#pairs.delete(pair);
      if (!to.destroyed) to.destroySoon();
    });
  }
}

/** Obeys orders on `lines`. */
export function runRelay(lines: Interface): void {
  const relay = new Relay();
  lines.on('line', (line) => {
    const order = JSON.parse(line) as RelayOrder;
    switch (order.type) {
      case 'open':
        relay.open(order.port, order.host);
        return;
      case 'fin':
        relay.fin(order.both);
        return;
      case 'stall':
        relay.stall(order.on);
        return;
      case 'die':
        relay.die(order.on);
        return;
    }
  });
}
