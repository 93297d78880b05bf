/**
 * This side's messages, from `send()` until the other side has acknowledged them.
 *
 *     send() ─▶ [waiting for room] ─▶ log ─▶ (stored) ─▶ written ─▶ acknowledged
 *               in order of calls     `sendBufferBytes`   as far as the peer's window allows
 *
 * `send()` resolves when the message is in the log, and stored where there is a store.
 */
import { ConnectionError, factsOf } from '../errors/connection-error.ts';
import type { UncertainMessage } from '../errors/session-lost-error.ts';
import type { Link } from './link.ts';
import { DATA_HEADER_BYTES, MAX_MESSAGE_BYTES } from '../protocol/frame-types.ts';
import { type Deferred, deferred } from '../deferred.ts';
import type { Journal } from './journal.ts';
import type { SendLog } from './send-log.ts';

/** What goes with a message: asked when there is room for it. */
export interface Errand {
  /** Whether it is still to be sent. */
  readonly isWanted: () => boolean;
  /** Called in the same turn in which it gets into the log. */
  readonly taken: () => void;
}

/** A message that has no room yet. */
interface Waiting {
  readonly payload: Uint8Array | null;
  readonly errand: Errand | undefined;
  readonly accepted: Deferred<number>;
}

/** Somebody waits for the fate of messages up to `seq`. */
interface SeqWaiter<T> {
  readonly seq: number;
  readonly done: Deferred<T>;
}

export class Outbound {
  readonly #log: SendLog;
  readonly #journal: Journal | null;
  readonly #bufferBytes: number;
  readonly #wake: () => void;
  readonly #waiting: Waiting[] = [];
  readonly #untilStored: SeqWaiter<number>[] = [];
  readonly #untilSettled: SeqWaiter<void>[] = [];
  #storedSeq: number;
  readonly #endSettled: Deferred<void> = deferred();
  #holdAfterSeq = Number.POSITIVE_INFINITY;
  #peerWindowBytes = 0;
  #endSeq: number | null = null;
  #ended = false;
  #endIsSettled = false;
  #failure: ConnectionError | null = null;
  /** Longest message the other side takes. */
  peerMaxMessageBytes: number = MAX_MESSAGE_BYTES;
  /** Messages taken so far, and their bytes. */
  readonly count: { messages: number; bytes: number; again: number } = { messages: 0, bytes: 0, again: 0 };

  /** `wake` is called when there may be something to write. `endSeq`: the end of sending is in the log already. */
  constructor(
    log: SendLog,
    journal: Journal | null,
    bufferBytes: number,
    wake: () => void,
    endSeq: number | null,
  ) {
    this.#log = log;
    this.#journal = journal;
    this.#bufferBytes = bufferBytes;
    this.#wake = wake;
    this.#storedSeq = log.lastSeq;
    this.#endSeq = endSeq;
    this.#ended = endSeq !== null;
  }

  get log(): Pick<SendLog, 'bytes' | 'inFlightBytes' | 'lastSeq' | 'settledSeq' | 'everWrittenSeq'> {
    return this.#log;
  }

  /** Whether the end of sending was asked for. */
  get isEnded(): boolean {
    return this.#ended;
  }

  /** Whether the other side has acknowledged the end of sending. */
  get isEndSettled(): boolean {
    return this.#endIsSettled;
  }

  /** Whether everything that was taken is acknowledged. */
  get isSettled(): boolean {
    const settledSeq = this.#endIsSettled ? this.#endSeq : this.#log.settledSeq;
    return settledSeq === this.#log.lastSeq && this.#waiting.length === 0;
  }

  /** Whether {@link writeOut} would write. */
  get hasUnwritten(): boolean {
    return this.#log.canWrite(this.#peerWindowBytes, this.#lastWritableSeq);
  }

  /** Bytes of frames that may be written now. */
  get unwrittenBytes(): number {
    return this.#log.bytes - this.#log.inFlightBytes;
  }

  get #lastWritableSeq(): number {
    const stored = this.#journal === null ? this.#log.lastSeq : this.#storedSeq;
    return Math.min(stored, this.#holdAfterSeq);
  }

  /** Takes a message: its sequence number, once it is in the log. */
  send(payload: Uint8Array, signal: AbortSignal | undefined, errand?: Errand): Promise<number> {
    const refusal = this.#refusal(payload, signal);
    if (refusal !== null) return Promise.reject(refusal);
    if (this.#waiting.length === 0 && this.#hasRoom(payload.length)) return this.#append(payload, errand);
    const waiting: Waiting = { payload, errand, accepted: deferred() };
    this.#waiting.push(waiting);
    if (signal !== undefined) this.#letGoOn(signal, waiting);
    return waiting.accepted.promise;
  }

  /** Ends sending after everything that was taken; resolves when the other side has acknowledged it. */
  end(): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (!this.#ended) {
      this.#ended = true;
      if (this.#waiting.length === 0) this.#appendEnd();
      else this.#waiting.push({ payload: null, errand: undefined, accepted: deferred() });
    }
    return this.#endSettled.promise;
  }

  /** Resolves when everything taken so far is acknowledged. */
  async flushed(): Promise<void> {
    const waiting = this.#waiting.filter(({ payload }) => payload !== null);
    let seq = this.#log.lastSeq;
    // One that is withdrawn while it waits was not sent, and is not waited for.
    for (const taken of await Promise.allSettled(waiting.map(({ accepted }) => accepted.promise))) {
      if (taken.status === 'fulfilled') seq = taken.value;
    }
    await this.#settled(seq);
  }

  /** Begins a connection: the other side has everything up to `receivedSeq`. */
  resume(receivedSeq: number, windowBytes: number): void {
    this.count.again += Math.max(0, this.#log.everWrittenSeq - receivedSeq);
    this.#log.rewind(receivedSeq);
    this.#peerWindowBytes = windowBytes;
    this.#holdAfterSeq = Number.POSITIVE_INFINITY;
  }

  /** Writes no message on this connection that it has not begun with. */
  hold(): void {
    this.#holdAfterSeq = this.#log.writtenSeq;
  }

  writeOut(link: Link): void {
    this.#log.writeOut(this.#peerWindowBytes, this.#lastWritableSeq, (frames) => link.write(frames));
  }

  /** Takes an acknowledgement; `false` if it can't be true. */
  settle(seq: number, windowBytes: number): boolean {
    if (!(seq <= this.#log.everWrittenSeq)) return false;
    this.#peerWindowBytes = windowBytes;
    if (seq <= this.#log.settledSeq) return true;
    this.#endIsSettled = seq === this.#endSeq;
    // The end stays: the other side forgets it with a restart, and has to be told once more.
    const freed = this.#endIsSettled ? seq - 1 : seq;
    if (freed > this.#log.settledSeq) {
      this.#log.settle(freed);
      this.#journal?.settled(freed);
      this.#admit();
    }
    while (this.#untilSettled.length > 0 && this.#untilSettled[0]!.seq <= seq) {
      this.#untilSettled.shift()!.done.resolve();
    }
    if (this.#endIsSettled) this.#endSettled.resolve();
    return true;
  }

  /** The other side has said that it has everything. */
  settleAll(): void {
    this.settle(this.#log.everWrittenSeq, this.#peerWindowBytes);
  }

  /** The store has everything up to `seq`. */
  stored(seq: number): void {
    this.#storedSeq = seq;
    while (this.#untilStored.length > 0 && this.#untilStored[0]!.seq <= seq) {
      const waiter = this.#untilStored.shift()!;
      waiter.done.resolve(waiter.seq);
    }
    this.#wake();
  }

  /** What is not acknowledged. Bytes are copied. */
  uncertain(): readonly UncertainMessage[] {
    const { settledSeq, everWrittenSeq } = this.#log;
    const messages: UncertainMessage[] = [];
    for (const { seq, payload } of this.#log.messagesAfter(settledSeq)) {
      if (payload === null) continue;
      messages.push({ seq, data: Buffer.from(payload), delivered: seq <= everWrittenSeq ? 'maybe' : 'no' });
    }
    return messages;
  }

  /** Refuses everything from now on, and what waits. */
  fail(error: ConnectionError): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    for (const { accepted } of this.#waiting.splice(0)) accepted.reject(unsent(error));
    for (const { done } of this.#untilStored.splice(0)) done.reject(error);
    for (const { done } of this.#untilSettled.splice(0)) done.reject(error);
    this.#endSettled.reject(error);
  }

  #refusal(payload: Uint8Array, signal: AbortSignal | undefined): ConnectionError | null {
    if (this.#failure !== null) return unsent(this.#failure);
    if (this.#ended) return closed('the sending side of the session has ended');
    if (signal?.aborted === true) return aborted();
    if (payload.length > this.peerMaxMessageBytes) {
      return new ConnectionError(
        `a message of ${payload.length} bytes; the other side takes at most ${this.peerMaxMessageBytes}`,
        {
          code: 'HO_MESSAGE_TOO_LARGE',
          phase: 'open',
          endedBy: 'local',
          retryable: false,
          delivered: 'no',
        },
      );
    }
    return null;
  }

  #letGoOn(signal: AbortSignal, waiting: Waiting): void {
    const onAbort = (): void => {
      const at = this.#waiting.indexOf(waiting);
      if (at < 0) return;
      this.#waiting.splice(at, 1);
      waiting.accepted.reject(aborted());
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const release = (): void => signal.removeEventListener('abort', onAbort);
    waiting.accepted.promise.then(release, release);
  }

  #hasRoom(payloadBytes: number): boolean {
    return this.#log.bytes === 0 || this.#log.bytes + DATA_HEADER_BYTES + payloadBytes <= this.#bufferBytes;
  }

  /** Lets in who waits, as far as there is room. */
  #admit(): void {
    while (this.#waiting.length > 0) {
      const { payload, errand, accepted } = this.#waiting[0]!;
      const isUnwanted = errand?.isWanted() === false;
      if (payload !== null && !isUnwanted && !this.#hasRoom(payload.length)) return;
      this.#waiting.shift();
      if (payload === null) this.#appendEnd();
      else if (isUnwanted) accepted.reject(withdrawn());
      else accepted.resolve(this.#append(payload, errand));
    }
  }

  #append(payload: Uint8Array, errand: Errand | undefined): Promise<number> {
    const seq = this.#log.append(payload);
    this.count.messages += 1;
    this.count.bytes += payload.length;
    this.#wake();
    this.#journal?.sent({ seq, payload });
    errand?.taken();
    if (this.#journal === null) return Promise.resolve(seq);
    const waiter = { seq, done: deferred<number>() };
    this.#untilStored.push(waiter);
    return waiter.done.promise;
  }

  #appendEnd(): void {
    const seq = this.#log.append(null);
    this.#endSeq = seq;
    this.#journal?.sent({ seq, payload: null });
    this.#wake();
  }

  #settled(seq: number): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (seq <= this.#log.settledSeq || this.#endIsSettled) return Promise.resolve();
    const done = deferred();
    let at = this.#untilSettled.length;
    while (at > 0 && this.#untilSettled[at - 1]!.seq > seq) at -= 1;
    this.#untilSettled.splice(at, 0, { seq, done });
    return done.promise;
  }
}

function unsent(error: ConnectionError): ConnectionError {
  return new ConnectionError(error.message, { ...factsOf(error), delivered: 'no', retryable: false }, error);
}

function closed(message: string): ConnectionError {
  return new ConnectionError(message, {
    code: 'HO_CLOSED',
    phase: 'closing',
    endedBy: 'local',
    retryable: false,
    delivered: 'no',
  });
}

function withdrawn(): ConnectionError {
  return new ConnectionError(
    'the message that this answers was given back before there was room for the answer',
    {
      code: 'HO_ABORTED',
      phase: 'open',
      endedBy: 'local',
      retryable: false,
      delivered: 'no',
    },
  );
}

function aborted(): ConnectionError {
  return new ConnectionError('the message was withdrawn by its signal before it was taken', {
    code: 'HO_ABORTED',
    phase: 'open',
    endedBy: 'local',
    retryable: true,
    delivered: 'no',
  });
}
