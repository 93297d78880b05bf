/** The main thread's handle on the backstage thread. */
import { writeSync } from 'node:fs';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { BackstageEvent, FromBackstage, RequestName, Requests } from './protocol.ts';

interface Waiter {
  readonly resolve: (output: never) => void;
  readonly reject: (error: Error) => void;
}

/** Something the backstage thread refused or could not do. */
export class BackstageError extends Error {
  readonly code = 'BACKSTAGE_REFUSED';
  constructor(message: string) {
    super(message);
    this.name = 'BackstageError';
  }
}

/** The thread behind the scenes, by requests and events. */
export class Backstage {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #waiters = new Map<number, Waiter>();
  readonly #listeners = new Set<(event: BackstageEvent) => void>();
  readonly #wakeFd: number;
  #nextId = 1;
  #gone: Error | null = null;

  private constructor(worker: Worker, port: MessagePort, wakeFd: number) {
    this.#worker = worker;
    this.#port = port;
    this.#wakeFd = wakeFd;
    port.on('message', (message: FromBackstage) => this.#receive(message));
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new BackstageError('the backstage thread has ended')));
  }

  /** Starts the thread. */
  static async start(): Promise<Backstage> {
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: { port: port2 },
      transferList: [port2],
    });
    const wakeFd = await new Promise<number>((resolve, reject) => {
      worker.once('error', reject);
      port1.once('message', (message: FromBackstage) => {
        if (message.type === 'ready') resolve(message.wakeFd);
      });
    });
    return new Backstage(worker, port1, wakeFd);
  }

  /** Asks for something; rejects with {@link BackstageError} when it can't be done. */
  request<Name extends RequestName>(name: Name, input: Requests[Name]['in']): Promise<Requests[Name]['out']> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (this.#gone !== null) {
        reject(this.#gone);
        return;
      }
      this.#waiters.set(id, { resolve, reject });
      this.#port.postMessage({ id, name, input });
      this.#wake();
    });
  }

  /** Hears states and trace lines until the returned function is called. */
  listen(listener: (event: BackstageEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the thread: the trace is removed, namespaces still held are let go. */
  async stop(): Promise<void> {
    if (this.#gone === null) {
      const exited = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
      // Its answer and its end come through different channels, in either order: the end is what counts.
      this.request('stop', null).catch(() => undefined);
      await exited;
    }
    this.#port.close();
  }

  #wake(): void {
    const one = Buffer.alloc(8);
    one.writeBigUInt64LE(1n);
    writeSync(this.#wakeFd, one);
  }

  #receive(message: FromBackstage): void {
    switch (message.type) {
      case 'ready':
        return;
      case 'response':
        this.#waiters.get(message.id)?.resolve(message.output as never);
        this.#waiters.delete(message.id);
        return;
      case 'refusal':
        this.#waiters.get(message.id)?.reject(new BackstageError(message.message));
        this.#waiters.delete(message.id);
        return;
      case 'state':
      case 'trace':
        for (const listener of this.#listeners) listener(message);
    }
  }

  #fail(error: Error): void {
    this.#gone ??= error;
    for (const waiter of this.#waiters.values()) waiter.reject(this.#gone);
    this.#waiters.clear();
  }
}
