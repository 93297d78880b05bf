/**
 * The other side's messages, from the wire until this side's program is done with them.
 *
 *     wire ─▶ queue ─ take() ─▶ in hand ─ done() ─▶ processed ─▶ (stored) ─▶ acknowledged
 *                     ◀─ giveBack() ─┘
 *
 * One message is in hand at a time. What is in the queue or in hand fills the window that the other side may use, so that a slow
 * program slows the other side down and the socket is never paused.
 */
import { FrameError } from '../protocol/frame-parser.ts';
import { DATA_HEADER_BYTES } from '../protocol/frame-types.ts';
import type { Journal } from './journal.ts';

/** One message of the other side. */
export interface Message {
  readonly seq: number;
  /** Never written to again: may be kept. */
  readonly data: Buffer;
  /** This program may have seen it already: before it was restarted, or in a handler that failed. */
  readonly maybeRepeated: boolean;
}

/** When messages are acknowledged: when the program is done with them, or as soon as they have come. */
export type Acknowledge = 'processed' | 'received';

/** Acknowledge at once after so much, or after this part of the window: a sender with a small one must not wait for a timer. */
const ACK_MESSAGES = 64;
const ACK_BYTES = 65_536;
const ACK_WINDOW_PART = 4;
/** Beyond two windows, chunks may be kept for the sake of what they hold of messages. */
const KEPT_CHUNK_BYTES = 262_144;
/** Taken messages are cut off the queue when they are this many. */
const COMPACT_AT = 1024;

export class Inbound {
  readonly #journal: Journal | null;
  readonly #windowBytes: number;
  readonly #acknowledge: Acknowledge;
  readonly #wake: () => void;
  readonly #queue: (Message | null)[] = [];
  #head = 0;
  #inHand: Message | null = null;
  readonly #givenBack = new WeakSet<Message>();
  #heldBytes = 0;
  /** The last chunk that is kept for its messages, and how much is kept like that. */
  #chunk: ArrayBufferLike | null = null;
  #chunkBytes = 0;
  #receivedSeq: number;
  #processedSeq: number;
  #ackableSeq: number;
  #ackedSeq: number;
  #unackedBytes = 0;
  #toldWindowBytes: number;
  #mayRepeat: boolean;
  #endSeq: number | null = null;
  #isFinished = false;
  #isDropped = false;
  #onAvailable: (() => void) | null = null;
  /** Messages received so far, and their bytes. */
  readonly count: { messages: number; bytes: number } = { messages: 0, bytes: 0 };

  /**
   * `wake` is called when an acknowledgement has become due. `restored`: the program was restarted, and may have seen messages that
   * it has not remembered as processed.
   */
  constructor(
    processedSeq: number,
    restored: boolean,
    journal: Journal | null,
    windowBytes: number,
    acknowledge: Acknowledge,
    wake: () => void,
  ) {
    this.#receivedSeq = processedSeq;
    this.#processedSeq = processedSeq;
    this.#ackableSeq = processedSeq;
    this.#ackedSeq = processedSeq;
    this.#mayRepeat = restored;
    this.#journal = journal;
    this.#windowBytes = windowBytes;
    this.#toldWindowBytes = windowBytes;
    this.#acknowledge = acknowledge;
    this.#wake = wake;
  }

  /** The last message that need not be sent again. */
  get receivedSeq(): number {
    return this.#receivedSeq;
  }

  /** Whether the other side has ended its sending, and everything before that is processed. */
  get isEnded(): boolean {
    return this.#isFinished || (this.#endSeq !== null && this.#processedSeq >= this.#endSeq);
  }

  /** Whether the end of the other side's messages is processed, and remembered. */
  get isEndAckable(): boolean {
    return this.#endSeq !== null && this.#ackableSeq >= this.#endSeq;
  }

  /** Whether the program is done with everything that has come. */
  get isProcessed(): boolean {
    return this.#processedSeq === this.#receivedSeq;
  }

  /** Messages that have come and that the program is not done with. */
  get unprocessed(): number {
    const endWaits = this.#endSeq !== null && this.#processedSeq < this.#endSeq;
    return this.#receivedSeq - this.#processedSeq - (endWaits ? 1 : 0);
  }

  /** Whether there is something to acknowledge, and whether that should not wait. */
  get ackDue(): 'no' | 'soon' | 'now' {
    const messages = this.#ackableSeq - this.#ackedSeq;
    if (this.#hasOpened) return 'now';
    if (messages <= 0) return 'no';
    const enough = Math.min(ACK_BYTES, this.#windowBytes / ACK_WINDOW_PART);
    return messages >= ACK_MESSAGES || this.#unackedBytes >= enough || this.isEndAckable ? 'now' : 'soon';
  }

  /** Whether the window has opened by so much that the other side should be told. */
  get #hasOpened(): boolean {
    return this.windowBytes - this.#toldWindowBytes >= this.#windowBytes / 2;
  }

  /** Bytes of frames that are welcome beyond what is acknowledged. */
  get windowBytes(): number {
    return this.#acknowledge === 'received'
      ? Math.max(0, this.#windowBytes - this.#heldBytes)
      : this.#windowBytes;
  }

  /** What an acknowledgement would say now; it counts as said. */
  takeAck(): { readonly settledSeq: number; readonly windowBytes: number } {
    this.#ackedSeq = this.#ackableSeq;
    this.#unackedBytes = 0;
    this.#toldWindowBytes = this.windowBytes;
    return { settledSeq: this.#ackableSeq, windowBytes: this.windowBytes };
  }

  /** Takes a message, or the end, from the wire. Throws {@link FrameError} on what the other side must not send. */
  accept(seq: number, data: Buffer | null, again: boolean): void {
    if (seq !== this.#receivedSeq + 1) {
      throw new FrameError(`message ${seq} where ${this.#receivedSeq + 1} was next`);
    }
    if (this.#endSeq !== null) throw new FrameError('a message after the end of sending');
    const frameBytes = DATA_HEADER_BYTES + (data?.length ?? 0);
    // A message that is longer than what is left of the window may come, alone.
    if (this.#heldBytes >= this.#windowBytes) {
      throw new FrameError(`more than the window of ${this.#windowBytes} bytes`);
    }
    this.#receivedSeq = seq;
    if (data === null) {
      this.#endSeq = seq;
      this.#settleEnd();
    } else {
      // What follows the first new message was never on a wire before.
      if (!again) this.#mayRepeat = false;
      this.count.messages += 1;
      this.count.bytes += data.length;
      this.#heldBytes += frameBytes;
      this.#queue.push({ seq, data: this.#kept(data), maybeRepeated: again && this.#mayRepeat });
      if (this.#acknowledge === 'received') this.#remember(seq, frameBytes);
    }
    this.#available();
  }

  /** The next message: it is in hand until {@link done} or {@link giveBack}. `null` when none has come. */
  take(): Message | null {
    if (this.#head >= this.#queue.length) return null;
    const message = this.#queue[this.#head]!;
    this.#queue[this.#head] = null;
    this.#head += 1;
    if (this.#head === this.#queue.length) {
      this.#queue.length = 0;
      this.#head = 0;
      this.#chunk = null;
      this.#chunkBytes = 0;
    } else if (this.#head >= COMPACT_AT) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
    this.#inHand = message;
    return message;
  }

  /** Whether this message is the one in hand: this handing out of it. */
  isInHand(message: Message): boolean {
    return this.#inHand === message;
  }

  /** Whether this message was handed out, and given back. */
  wasGivenBack(message: Message): boolean {
    return this.#givenBack.has(message);
  }

  /** The program is done with the message in hand, if there is one. */
  done(): void {
    const message = this.#inHand;
    if (message === null) return;
    this.#inHand = null;
    const frameBytes = DATA_HEADER_BYTES + message.data.length;
    this.#heldBytes -= frameBytes;
    this.#processedSeq = message.seq;
    if (this.#acknowledge === 'processed') this.#remember(message.seq, frameBytes);
    else if (this.#hasOpened) this.#wake();
    this.#settleEnd();
  }

  /** The program is not done with the message in hand: it is handed out once more. */
  giveBack(): void {
    if (this.#inHand === null || this.#isDropped) return;
    this.#givenBack.add(this.#inHand);
    const message = { ...this.#inHand, maybeRepeated: true };
    this.#inHand = null;
    if (this.#head > 0) {
      this.#head -= 1;
      this.#queue[this.#head] = message;
    } else {
      this.#queue.unshift(message);
    }
  }

  /** Calls back once, when {@link take} or {@link isEnded} may have changed. */
  whenAvailable(callback: () => void): void {
    this.#onAvailable = callback;
  }

  /** The store remembers that messages up to `seq` are processed. */
  stored(seq: number): void {
    this.#ackableSeq = seq;
    this.#rememberEnd();
    this.#wake();
  }

  /** Hands out nothing more: what waits here is another's, or nobody's. */
  drop(): void {
    this.#isDropped = true;
    this.#queue.length = 0;
    this.#head = 0;
  }

  /** Nothing comes any more. */
  finish(): void {
    this.#isFinished = true;
    this.#available();
  }

  /** Lets whoever waits for messages look again. */
  wakeConsumer(): void {
    this.#available();
  }

  /** Messages stay in the chunks they came in, but for chunks that hold little of them: keeping those would cost more than the window. */
  #kept(data: Buffer): Buffer {
    const { buffer } = data;
    if (buffer === this.#chunk) return data;
    if (this.#chunkBytes + buffer.byteLength > 2 * this.#windowBytes + KEPT_CHUNK_BYTES) {
      return Buffer.from(data);
    }
    this.#chunk = buffer;
    this.#chunkBytes += buffer.byteLength;
    return data;
  }

  #settleEnd(): void {
    if (this.#endSeq === null || this.#receivedSeq !== this.#endSeq) return;
    if (this.#inHand !== null || this.#head < this.#queue.length || this.#processedSeq >= this.#endSeq)
      return;
    this.#processedSeq = this.#endSeq;
    this.#rememberEnd();
    this.#wake();
    this.#available();
  }

  /** The end is not stored: after a restart the other side says it once more. */
  #rememberEnd(): void {
    if (this.#endSeq === null || this.#processedSeq < this.#endSeq) return;
    if (this.#ackableSeq === this.#endSeq - 1) this.#ackableSeq = this.#endSeq;
  }

  #remember(seq: number, frameBytes: number): void {
    this.#unackedBytes += frameBytes;
    if (this.#journal === null) {
      this.#ackableSeq = seq;
      this.#wake();
    } else {
      this.#journal.processed(seq);
    }
  }

  #available(): void {
    const callback = this.#onAvailable;
    this.#onAvailable = null;
    callback?.();
  }
}
