import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LoggedMessage, SendLog } from '../src/conversation/send-log.ts';
import { frameType, MAX_MESSAGE_BYTES, readUint64 } from '../src/protocol/frame-types.ts';
import { collectGarbage } from './support/collect-garbage.ts';
import { type Frame, parsed } from './support/frames.ts';

/** What a log is to hold, in the plainest way. */
interface Entry {
  readonly seq: number;
  readonly payload: LoggedMessage['payload'];
  again: boolean;
}

function sizeOf({ payload }: Entry): number {
  return 12 + (payload?.length ?? 0);
}

function typeOf({ payload, again }: Entry): number {
  if (payload === null) return frameType.end;
  return again ? frameType.dataAgain : frameType.data;
}

function filled(seq: number, length: number): Buffer {
  return Buffer.alloc(length, seq);
}

/** A log beside its model: each step is done to both, and both are compared. */
class Compared {
  readonly #log: SendLog;
  readonly #entries: Entry[] = [];
  readonly #firstSeq: number;
  #settled: number;
  #written: number;
  #everWritten: number;

  constructor(lastSeq: number) {
    this.#log = new SendLog(lastSeq);
    this.#firstSeq = lastSeq;
    this.#settled = lastSeq;
    this.#written = lastSeq;
    this.#everWritten = lastSeq;
  }

  get #last(): number {
    return this.#firstSeq + this.#entries.length;
  }

  #between(after: number, to: number): Entry[] {
    return this.#entries.slice(after - this.#firstSeq, to - this.#firstSeq);
  }

  #inFlight(): number {
    return this.#between(this.#settled, this.#written).reduce((sum, entry) => sum + sizeOf(entry), 0);
  }

  append(length: number | null): void {
    const seq = this.#last + 1;
    const payload = length === null ? null : filled(seq, length);
    this.#entries.push({ seq, payload, again: false });
    const given = payload === null ? null : Buffer.from(payload);
    expect(this.#log.append(given)).toBe(seq);
    // The log has a copy of its own.
    given?.fill(0xee);
  }

  writeOut(windowBytes: number, held: number): void {
    const lastSeq = Math.max(this.#written, this.#last - held);
    const expected: Entry[] = [];
    let inFlight = this.#inFlight();
    for (const entry of this.#between(this.#written, lastSeq)) {
      const fits = inFlight + sizeOf(entry) <= windowBytes || (inFlight === 0 && windowBytes > 0);
      if (!fits) break;
      inFlight += sizeOf(entry);
      expected.push(entry);
    }
    const pieces: Buffer[] = [];
    this.#log.writeOut(windowBytes, lastSeq, (frames) => pieces.push(frames));
    for (const piece of pieces) expect(piece.length).toBeGreaterThan(0);
    this.#expectFrames(parsed(pieces), expected);
    this.#written += expected.length;
    this.#everWritten = Math.max(this.#everWritten, this.#written);
  }

  #expectFrames(frames: readonly Frame[], expected: readonly Entry[]): void {
    expect(frames.map(({ type, body }) => [type, readUint64(body, 0)])).toEqual(
      expected.map((entry) => [typeOf(entry), entry.seq]),
    );
    frames.forEach(({ body }, at) => {
      expect(body.subarray(8).equals(expected[at]!.payload ?? Buffer.alloc(0))).toBe(true);
    });
  }

  settle(part: number): void {
    this.#settled += Math.round((this.#everWritten - this.#settled) * part);
    this.#written = Math.max(this.#written, this.#settled);
    this.#log.settle(this.#settled);
  }

  rewind(part: number): void {
    this.#written = this.#settled + Math.round((this.#everWritten - this.#settled) * part);
    for (const entry of this.#between(this.#written, this.#everWritten)) entry.again = true;
    this.#log.rewind(this.#written);
  }

  assumeWritten(): void {
    this.#everWritten = this.#last;
    this.#log.assumeWritten();
  }

  messagesAfter(back: number): void {
    const seq = Math.max(0, this.#last - back);
    const expected = this.#between(Math.max(seq, this.#settled), this.#last);
    const messages = [...this.#log.messagesAfter(seq)];
    expect(messages.map((message) => message.seq)).toEqual(expected.map((entry) => entry.seq));
    messages.forEach(({ payload }, at) => {
      const wanted = expected[at]!.payload;
      if (wanted === null || payload === null) expect(payload).toBe(wanted);
      else expect(payload.equals(wanted)).toBe(true);
    });
  }

  check(): void {
    const { lastSeq, settledSeq, writtenSeq, everWrittenSeq, bytes, inFlightBytes } = this.#log;
    expect({ lastSeq, settledSeq, writtenSeq, everWrittenSeq, bytes, inFlightBytes }).toEqual({
      lastSeq: this.#last,
      settledSeq: this.#settled,
      writtenSeq: this.#written,
      everWrittenSeq: this.#everWritten,
      bytes: this.#between(this.#settled, this.#last).reduce((sum, entry) => sum + sizeOf(entry), 0),
      inFlightBytes: this.#inFlight(),
    });
  }
}

const length = fc.oneof(
  { weight: 6, arbitrary: fc.nat(40) },
  { weight: 3, arbitrary: fc.integer({ min: 400, max: 2100 }) },
  { weight: 1, arbitrary: fc.constantFrom(2036, 2037, 4084, 20_000, 65_524, 65_525, 80_000) },
);
const part = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }));
const windowBytes = fc.oneof(fc.constantFrom(0, 1, 12), fc.nat(300), fc.nat(5000), fc.constant(1 << 20));
type Step = (both: Compared) => void;
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(length, { minLength: 1, maxLength: 8 }).map((all) => (both: Compared) => {
      for (const one of all) both.append(one);
    }),
  },
  { weight: 1, arbitrary: fc.constant((both: Compared) => both.append(null)) },
  {
    weight: 6,
    arbitrary: fc.tuple(windowBytes, fc.oneof(fc.constant(0), fc.nat(5))).map(
      ([bytes, held]) =>
        (both: Compared) =>
          both.writeOut(bytes, held),
    ),
  },
  { weight: 4, arbitrary: part.map((share) => (both: Compared) => both.settle(share)) },
  { weight: 2, arbitrary: part.map((share) => (both: Compared) => both.rewind(share)) },
  { weight: 1, arbitrary: fc.constant((both: Compared) => both.assumeWritten()) },
  { weight: 1, arbitrary: fc.nat(20).map((back) => (both: Compared) => both.messagesAfter(back)) },
);

function typesWritten(log: SendLog, bytes: number = 1 << 20): number[] {
  const pieces: Buffer[] = [];
  log.writeOut(bytes, log.lastSeq, (frames) => pieces.push(frames));
  return parsed(pieces).map(({ type }) => type);
}

describe('a send log', () => {
  it('does what its model does, whatever is done in whatever order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 7, 2 ** 32 - 3),
        fc.array(step, { minLength: 5, maxLength: 60 }),
        (lastSeq, steps) => {
          const both = new Compared(lastSeq);
          for (const take of steps) {
            take(both);
            both.check();
          }
          both.messagesAfter(Number.MAX_SAFE_INTEGER);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('marks as sent again what an earlier connection carried, and nothing else', () => {
    const log = new SendLog();
    for (let count = 0; count < 4; count += 1) log.append(Buffer.alloc(20));
    expect(typesWritten(log, 3 * 32)).toEqual([0x10, 0x10, 0x10]);
    log.settle(1);
    log.rewind(2);
    expect(typesWritten(log)).toEqual([0x11, 0x10]);
    log.rewind(1);
    expect(typesWritten(log)).toEqual([0x11, 0x11, 0x11]);
  });

  it('keeps the end of sending an end when it is sent again', () => {
    const log = new SendLog();
    log.append(Buffer.from('a'));
    log.append(null);
    expect(typesWritten(log)).toEqual([0x10, 0x12]);
    log.rewind(0);
    expect(typesWritten(log)).toEqual([0x11, 0x12]);
  });

  it('takes what was restored for written before', () => {
    const log = new SendLog(10);
    log.append(Buffer.from('a'));
    log.append(Buffer.from('b'));
    log.assumeWritten();
    log.rewind(11);
    log.append(Buffer.from('c'));
    expect(typesWritten(log)).toEqual([0x11, 0x10]);
  });

  it('writes a frame larger than the window when nothing else is in flight, but never into a closed one', () => {
    const log = new SendLog();
    log.append(Buffer.alloc(500));
    log.append(Buffer.alloc(500));
    expect(typesWritten(log, 0)).toEqual([]);
    expect(typesWritten(log, 1)).toEqual([0x10]);
    expect(typesWritten(log, 600)).toEqual([]);
    log.settle(1);
    expect(typesWritten(log, 1)).toEqual([0x10]);
  });

  it('hands on many frames in one piece', () => {
    const log = new SendLog();
    for (let count = 0; count < 1000; count += 1) log.append(Buffer.alloc(20));
    let pieces = 0;
    log.writeOut(1 << 20, 1000, () => {
      pieces += 1;
    });
    expect(pieces).toBeLessThan(10);
  });

  it('lets go of the memory of a message as soon as it is acknowledged', async () => {
    const log = new SendLog();
    const megabytes = 8;
    await collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    for (let count = 0; count < 10; count += 1) {
      log.append(Buffer.alloc(megabytes << 20));
      log.append(Buffer.alloc(10));
      typesWritten(log, 1 << 30);
      log.settle(log.lastSeq - 1);
    }
    expect(log.bytes).toBe(22);
    const kept = (): number => process.memoryUsage().arrayBuffers - before;
    // Another thread frees what the collection has found.
    for (let tries = 0; tries < 50 && kept() > megabytes << 19; tries += 1) {
      await collectGarbage();
    }
    expect(kept()).toBeLessThan(megabytes << 19);
  });

  it('refuses a message for which a frame has no room', () => {
    const log = new SendLog();
    expect(() => log.append(Buffer.alloc(MAX_MESSAGE_BYTES + 1))).toThrow(RangeError);
    expect(log.append(Buffer.alloc(MAX_MESSAGE_BYTES))).toBe(1);
    expect(typesWritten(log, 1)).toEqual([0x10]);
  });
});
