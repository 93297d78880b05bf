/** A session as a program sees it, on either side. */
import type { Message } from '../conversation/inbound.ts';
import type { SessionState } from '../diagnostics/events.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { type MessageHandler, MessageReader } from './message-reader.ts';
import { numberOr } from '../options-check.ts';
import type { SessionCore, SessionCounters } from './session-core.ts';
import { watchStandstill } from './standstill.ts';

const DEFAULT_IDLE_MS = 60_000;

/**
 * An acknowledged conversation over many connections, one after another. Made by `connect()`, and handed to `onSession` by
 * `listen()`.
 *
 * A message counts as processed when its reader asks for the next one, or when its handler is done with it; only then is it
 * acknowledged. `send()` resolves earlier: when the message is safe in the bounded buffer (and in the store).
 */
export class Session implements AsyncIterable<Message>, AsyncDisposable {
  readonly #core: SessionCore;
  readonly #reader: MessageReader;
  /** Who the other side is, as the server's `authenticate` said; `null` at a client, and without `authenticate`. */
  readonly identity: string | null;
  /** The session goes on from what a store remembers: `onSession` may have seen it before. */
  readonly isRestored: boolean;

  /** Use `connect()` or `listen()`. */
  constructor(core: SessionCore, about: { readonly identity: string | null; readonly isRestored: boolean }) {
    this.#core = core;
    this.identity = about.identity;
    this.isRestored = about.isRestored;
    this.#reader = new MessageReader(core.conversation.inbound, () => core.failure);
  }

  /** The same on both sides, for as long as the session lives. Not a secret: it opens nothing. */
  get id(): string {
    return this.#core.id;
  }

  get state(): SessionState {
    return this.#core.state;
  }

  /** Address of the other side, while there is a connection. */
  get remoteAddress(): string | null {
    return this.#core.wire?.socket.remoteAddress ?? null;
  }

  /**
   * Resolves when both sides have ended and every message is processed. Rejects with a `SessionLostError` that lists every
   * message of uncertain fate. Nobody has to wait for it.
   */
  get closed(): Promise<void> {
    return this.#core.closed.promise;
  }

  /** Resolves when the other side has ended its sending and everything before that is processed; rejects when the session is lost. */
  get peerEnded(): Promise<void> {
    return this.#core.peerEnded.promise;
  }

  /** Numbers so far. */
  get counters(): SessionCounters {
    return this.#core.counters();
  }

  /**
   * Takes a message: its sequence number, when it is in the send buffer (and stored). Waits for room; a signal calls that off.
   * Connection or not makes no difference. The bytes belong to the session until the promise resolves. Rejects with a
   * {@link ConnectionError}: `HO_CLOSED` after `end()`, `HO_MESSAGE_TOO_LARGE`, or what the session was lost with.
   */
  send(data: Uint8Array | string, options: { readonly signal?: AbortSignal } = {}): Promise<number> {
    const payload = bytesOf(data);
    if (payload === null) return Promise.reject(notBytes(data));
    return this.#core.conversation.outbound.send(payload, options.signal);
  }

  /**
   * Sends the answer to the message in hand, and is done with that message: both at once. With a store they are stored together, so
   * that a crash between them can't make this side answer twice. Wait for it, or return it from the handler: it may have to wait for
   * room, and what asks for the next message meanwhile is done with this one. Resolves and rejects as {@link send} does; rejects with
   * a `TypeError` if `message` is not in hand, and with `HO_ABORTED` if it is given back before there was room.
   */
  reply(
    message: Message,
    data: Uint8Array | string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<number> {
    const { inbound, outbound } = this.#core.conversation;
    if (!inbound.isInHand(message)) {
      return Promise.reject(
        new TypeError(`message ${message.seq} is not in hand: reply before the next one is taken`),
      );
    }
    const payload = bytesOf(data);
    if (payload === null) return Promise.reject(notBytes(data));
    return outbound.send(payload, options.signal, {
      isWanted: () => !inbound.wasGivenBack(message),
      taken: () => {
        if (inbound.isInHand(message)) inbound.done();
      },
    });
  }

  /** Resolves when the other side has processed everything sent so far. */
  flush(): Promise<void> {
    return this.#core.conversation.outbound.flushed();
  }

  /** Ends this side's sending, after all that was sent; resolves when the other side has processed it. The other side may go on sending. */
  end(): Promise<void> {
    return this.#core.conversation.outbound.end();
  }

  /**
   * Ends this side's sending and waits until the other side has ended, too, for as long as anything gets anywhere: what has come to
   * a standstill for `idleMs` (a minute: time to notice a dead peer and to reach another), or is not complete after `deadlineMs` (none), is
   * aborted, and `close()` rejects with the `SessionLostError`. Messages that nobody reads keep a session from completing.
   */
  async close(options: { readonly deadlineMs?: number; readonly idleMs?: number } = {}): Promise<void> {
    const deadlineMs = numberOr(Number.POSITIVE_INFINITY, 'deadlineMs', options.deadlineMs, 0);
    const idleMs = numberOr(DEFAULT_IDLE_MS, 'idleMs', options.idleMs, 0);
    const { clock, loopWatch, conversation } = this.#core;
    this.end().catch(() => undefined);
    const watched = { clock, loopWatch, progress: () => conversation.progress, idleMs, deadlineMs };
    const release = watchStandstill(watched, (why) =>
      this.abort(
        why === 'deadline'
          ? `the session was not complete ${deadlineMs} ms after close()`
          : `nothing of the session got anywhere for ${idleMs} ms after close()${unread(conversation.inbound.unprocessed)}`,
      ),
    );
    try {
      await this.closed;
    } finally {
      release();
    }
  }

  /** Ends the session at once: `closed` rejects here with `HO_ABORTED`, and at the other side with `HO_PEER_ABORTED`. */
  abort(reason: string = 'the session was aborted'): void {
    this.#core.abort(
      new ConnectionError(reason, {
        code: 'HO_ABORTED',
        phase: 'closing',
        endedBy: 'local',
        retryable: false,
      }),
    );
  }

  /**
   * Leaves the session in its store for the next process, as a restart would, but with everything stored that was taken. `closed`
   * rejects with `HO_CLOSED`. Throws a `TypeError` without a store: then there is no next process.
   */
  async detach(): Promise<void> {
    const { journal } = this.#core;
    if (journal === null)
      throw new TypeError('detach() needs a store: without, nobody could take the session up');
    await journal.close('keep');
    if (this.#core.failure !== null) throw this.#core.failure;
    this.#core.leave();
  }

  /**
   * Hands each message to `handler`, one after another, until the other side ends. A message is processed when the handler
   * returns, or its promise resolves. When it fails, `consume` rejects, and the message is handed out once more, marked
   * `maybeRepeated`, to whoever reads next.
   */
  consume(handler: MessageHandler): Promise<void> {
    return this.#reader.consume(handler);
  }

  /** The program is done with the message in hand, though it asks for no other yet: before it leaves a loop, for instance. */
  acknowledge(message: Message): void {
    const { inbound } = this.#core.conversation;
    if (inbound.isInHand(message)) inbound.done();
  }

  /**
   * Messages in order, until the other side ends. A message is processed when the next one is asked for. A loop that is left early, by
   * `break` or by an exception, leaves the message in hand unprocessed: it is handed out once more, marked `maybeRepeated`, to whoever
   * reads next; {@link acknowledge} it to prevent that. Throws what the session was lost with.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Message> {
    return this.#reader.iterate();
  }

  /** Keeps the process alive while the session is open, which is so from the beginning. */
  ref(): this {
    this.#core.keepAlive(true);
    return this;
  }

  /** Lets the process end though the session is open. */
  unref(): this {
    this.#core.keepAlive(false);
    return this;
  }

  /** Closes the session, unless it is over already. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#core.isOver) await this.close();
  }
}

/** `null` for what is neither text nor bytes: other views would be sent as something else than what they hold. */
function bytesOf(data: unknown): Uint8Array | null {
  if (typeof data === 'string') return Buffer.from(data);
  return data instanceof Uint8Array ? data : null;
}

function notBytes(data: unknown): TypeError {
  const kind = data === null || data === undefined ? String(data) : Object(data).constructor.name;
  return new TypeError(`a message is a string or a Uint8Array, not ${String(kind)}`);
}

/** What may be the reason that a session does not complete. */
function unread(messages: number): string {
  if (messages === 0) return '';
  return `: ${messages} received ${messages === 1 ? 'message was' : 'messages were'} not read to the end`;
}
