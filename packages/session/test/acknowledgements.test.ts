import { beforeEach, expect, it } from 'vitest';
import { Conversation } from '../src/conversation/conversation.ts';
import type { Link } from '../src/conversation/link.ts';
import { FrameParser } from '../src/protocol/frame-parser.ts';
import { frameType } from '../src/protocol/frame-types.ts';
import { FakeClock } from './support/fake-clock.ts';
import { encodeByPage } from './support/page.ts';

/** A connection that counts frames and carries them nowhere. */
class Sink implements Link {
  isFull = false;
  readonly types: number[] = [];
  readonly #parser = new FrameParser(1_000_000);

  write(bytes: Buffer): void {
    this.#parser.push(bytes, (type) => this.types.push(type));
  }

  cork(): void {}

  uncork(): void {}

  count(type: number): number {
    return this.types.filter((one) => one === type).length;
  }
}

const limits = {
  sendBufferBytes: 1_000_000,
  windowBytes: 100_000,
  maxMessageBytes: 1000,
  acknowledge: 'processed',
} as const;
const terms = { receivedSeq: 0, heartbeatMs: 1000, windowBytes: 1000, maxMessageBytes: 1000 };

let clock: FakeClock;
let sink: Sink;
let conversation: Conversation;

/** The other side sends a message, and this side is done with it. */
function process(seq: number): void {
  const frame = encodeByPage('DATA', { seq, payload: '61' });
  conversation.handle(frameType.data, frame, 4, frame.length);
  conversation.inbound.take();
  conversation.inbound.done();
}

beforeEach(() => {
  clock = new FakeClock();
  sink = new Sink();
  conversation = new Conversation(limits, clock, {
    done: () => undefined,
    peerEnded: () => undefined,
    storeFailed: () => undefined,
  });
  conversation.attach(sink, terms);
  clock.turn();
});

it('go together, within a moment', () => {
  const before = sink.count(frameType.ack);
  for (let seq = 1; seq <= 20; seq += 1) process(seq);
  clock.turn();
  expect(sink.count(frameType.ack)).toBe(before);
  clock.advance(10);
  expect(sink.count(frameType.ack)).toBe(before + 1);
});

it('do not go one by one because messages wait for the window of the other side', async () => {
  for (let count = 0; count < 200; count += 1) await conversation.outbound.send(Buffer.alloc(900), undefined);
  clock.turn();
  const before = sink.count(frameType.ack);
  for (let seq = 1; seq <= 20; seq += 1) {
    process(seq);
    clock.turn();
  }
  clock.advance(10);
  expect(sink.count(frameType.ack)).toBe(before + 1);
});

it('do not pile up before a connection that takes nothing', () => {
  const before = sink.count(frameType.ack);
  sink.isFull = true;
  for (let seq = 1; seq <= 2000; seq += 1) {
    process(seq);
    clock.advance(1);
  }
  expect(sink.count(frameType.ack)).toBe(before);
  sink.isFull = false;
  conversation.drained();
  expect(sink.count(frameType.ack)).toBe(before + 1);
});
