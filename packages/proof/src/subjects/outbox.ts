/**
 * The queue that programs put around a connection which can break: messages wait while there is none, and those whose write failed
 * are written again on the next one. A write that was called back without error counts as sent.
 */

/** Writes to a connection; calls back when it is done with the message. */
export type Write = (payload: Buffer, done: (error?: Error | null) => void) => void;

interface Waiting {
  readonly payload: Buffer;
  readonly resolve: () => void;
}

export class Outbox {
  #waiting: Waiting[] = [];
  #unconfirmed: Waiting[] = [];
  #write: Write | null = null;

  /** Resolves when a connection has called back for the message. */
  send(payload: Buffer): Promise<void> {
    return new Promise((resolve) => {
      const waiting = { payload, resolve };
      if (this.#write === null) this.#waiting.push(waiting);
      else this.#hand(waiting, this.#write);
    });
  }

  /** A connection is there; one that was there before is of no use any more. */
  attach(write: Write): void {
    if (this.#write !== null) this.detach(this.#write);
    this.#write = write;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const item of waiting) this.#hand(item, write);
  }

  /** A connection is gone. Nothing happens when another has taken its place. */
  detach(write: Write): void {
    if (write !== this.#write) return;
    this.#write = null;
    this.#waiting = [...this.#unconfirmed, ...this.#waiting];
    this.#unconfirmed = [];
  }

  #hand(item: Waiting, write: Write): void {
    this.#unconfirmed.push(item);
    write(item.payload, (error) => {
      if (error !== undefined && error !== null) return;
      const at = this.#unconfirmed.indexOf(item);
      if (at === -1) return;
      this.#unconfirmed.splice(at, 1);
      item.resolve();
    });
  }
}
