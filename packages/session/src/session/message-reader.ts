/** How a program takes the messages of a session: one after another, by iteration or by a handler. One reader at a time. */
import type { Inbound, Message } from '../conversation/inbound.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { type Deferred, deferred } from '../deferred.ts';

/** What becomes of each message: done when it returns, or when its promise resolves. */
export type MessageHandler = (message: Message) => unknown;

export class MessageReader {
  readonly #inbound: Inbound;
  readonly #failure: () => Error | null;
  #consumed: Promise<void> | null = null;
  #busy = false;

  /** `failure`: what the session was lost with, if it was. */
  constructor(inbound: Inbound, failure: () => Error | null) {
    this.#inbound = inbound;
    this.#failure = failure;
  }

  /** A message counts as processed when the next one is asked for. One that the loop is left with is handed out once more. */
  iterate(): AsyncIterableIterator<Message> {
    this.#begin();
    const asked: Deferred<IteratorResult<Message>>[] = [];
    let isOver = false;
    const stop = (): void => {
      isOver = true;
      this.#busy = false;
      for (const one of asked.splice(0)) one.resolve(nothing);
    };
    const answer = (): void => {
      while (asked.length > 0) {
        this.#inbound.done();
        const message = this.#inbound.take();
        const failure = this.#failure();
        if (message !== null) asked.shift()!.resolve({ done: false, value: message });
        else if (failure !== null) {
          asked.shift()!.reject(failure);
          stop();
        } else if (this.#inbound.isEnded) stop();
        else {
          this.#inbound.whenAvailable(answer);
          return;
        }
      }
    };
    const iterator: AsyncIterableIterator<Message> = {
      next: () => {
        if (isOver) return Promise.resolve(nothing);
        if (asked.length === 0) {
          this.#inbound.done();
          const message = this.#inbound.take();
          if (message !== null) return Promise.resolve({ done: false, value: message });
        }
        const result = deferred<IteratorResult<Message>>();
        // Whoever asks twice at once is answered in order.
        if (asked.push(result) === 1) answer();
        return result.promise;
      },
      return: () => {
        // An exception in the loop's body comes this way, too: what it was thrown about is not processed.
        if (!isOver) this.#inbound.giveBack();
        stop();
        return Promise.resolve(nothing);
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  /** Hands each message to the handler, in order, until the other side ends. Rejects with what the handler throws. */
  consume(handler: MessageHandler): Promise<void> {
    this.#begin();
    const over = deferred();
    this.#consumed = over.promise.finally(() => {
      this.#busy = false;
    });
    const consumed = this.#consumed;
    this.#pump(handler, over);
    return consumed;
  }

  /** Without a promise per message where the handler needs none. */
  #pump(handler: MessageHandler, over: Deferred<void>): void {
    const failed = (error: unknown): void => {
      this.#inbound.giveBack();
      over.reject(error instanceof Error ? error : new Error(String(error)));
    };
    for (;;) {
      const message = this.#inbound.take();
      if (message === null) break;
      let result: unknown;
      try {
        result = handler(message);
      } catch (error) {
        failed(error);
        return;
      }
      if (isThenable(result)) {
        void this.#goOnAfter(result, handler, over, failed);
        return;
      }
      this.#inbound.done();
    }
    const failure = this.#failure();
    if (failure !== null) {
      // `closed` tells of it, too: who waits for neither must not be ended by an unhandled rejection.
      this.#consumed?.catch(() => undefined);
      over.reject(failure);
    } else if (this.#inbound.isEnded) over.resolve();
    else this.#inbound.whenAvailable(() => this.#pump(handler, over));
  }

  async #goOnAfter(
    result: PromiseLike<unknown>,
    handler: MessageHandler,
    over: Deferred<void>,
    failed: (error: unknown) => void,
  ): Promise<void> {
    try {
      await result;
    } catch (error) {
      failed(error);
      return;
    }
    this.#inbound.done();
    this.#pump(handler, over);
  }

  #begin(): void {
    if (this.#busy) {
      throw new ConnectionError('this session is being read already: one reader at a time', {
        code: 'HO_CLOSED',
        phase: 'open',
        endedBy: 'local',
        retryable: false,
        delivered: 'no',
      });
    }
    this.#busy = true;
  }
}

const nothing: IteratorResult<Message> = { done: true, value: undefined };

/** Whether somebody could wait for it. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
