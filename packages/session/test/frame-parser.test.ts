import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameError, FrameParser } from '../src/protocol/frame-parser.ts';
import { MAX_BODY_BYTES } from '../src/protocol/frame-types.ts';
import { bytesOf, cut, type Frame, parsed, rawFrame, uint8 } from './support/frames.ts';

const smallFrame = fc.record({ type: uint8, body: bytesOf(0, 40) });
const largeFrame = fc.record({
  type: uint8,
  body: fc
    .tuple(uint8, fc.integer({ min: 10_000, max: 50_000 }))
    .map(([fill, length]) => Buffer.alloc(length, fill)),
});
const frames = fc.array(
  fc.oneof({ weight: 9, arbitrary: smallFrame }, { weight: 1, arbitrary: largeFrame }),
  {
    maxLength: 12,
  },
);
const lengths = fc.array(fc.oneof(fc.nat(5), fc.nat(60), fc.nat(40_000)), { maxLength: 60 });

function streamOf(sent: readonly Frame[]): Buffer {
  return Buffer.concat(sent.map(rawFrame));
}

function refuse(): never {
  throw new FrameError('no');
}

function heldBytes(): number {
  return process.memoryUsage().arrayBuffers;
}

const two = [
  { type: 0x10, body: Buffer.from('first') },
  { type: 0x30, body: Buffer.alloc(0) },
  { type: 0x11, body: Buffer.from('second') },
];

describe('a stream of frames', () => {
  it('gives the same frames wherever it is cut', () => {
    fc.assert(
      fc.property(frames, lengths, (sent, pieces) => {
        const parser = new FrameParser(MAX_BODY_BYTES);
        const stream = streamOf(sent);
        // Compared as bytes: comparing large bodies number by number takes long.
        expect(streamOf(parsed(cut(stream, pieces), parser)).equals(stream)).toBe(true);
        expect(parser.isInsideFrame).toBe(false);
      }),
    );
  });

  it('gives the same frames for every pair of cuts', () => {
    const stream = streamOf(two);
    for (let first = 0; first <= stream.length; first += 1) {
      for (let second = first; second <= stream.length; second += 1) {
        expect(parsed(cut(stream, [first, second - first]))).toEqual(two);
      }
    }
  });

  it('gives the same frames byte by byte', () => {
    const stream = streamOf(two);
    expect(
      parsed(
        cut(
          stream,
          Array.from(stream, () => 1),
        ),
      ),
    ).toEqual(two);
  });

  it('that ends early gives the whole frames, and says that one is begun', () => {
    const stream = streamOf(two);
    const ends = new Set([0, 9, 13, 23]);
    for (let length = 0; length <= stream.length; length += 1) {
      const parser = new FrameParser(MAX_BODY_BYTES);
      const whole = parsed([stream.subarray(0, length)], parser);
      expect(whole).toEqual(two.slice(0, whole.length));
      expect(parser.isInsideFrame).toBe(!ends.has(length));
    }
  });

  it('hands a frame on in place when it lies whole in a chunk', () => {
    const stream = streamOf(two);
    const [first] = parsed([stream]);
    expect(first!.body.buffer).toBe(stream.buffer);
  });
});

describe('a length beyond the limit', () => {
  it('is refused as soon as the header is there, however it comes', () => {
    for (const pieces of [[], [1], [2], [3], [1, 1, 1]]) {
      const parser = new FrameParser(4096);
      const header = Buffer.from([0x10, 0x00, 0x10, 0x01]);
      expect(() => parsed(cut(header, pieces), parser)).toThrow(FrameError);
    }
    expect(parsed([rawFrame({ type: 1, body: Buffer.alloc(4096) })], new FrameParser(4096))).toHaveLength(1);
  });

  it('takes no memory', () => {
    const before = heldBytes();
    for (let count = 0; count < 200; count += 1) {
      expect(() =>
        parsed([Buffer.from([0x10, 0xff, 0xff, 0xff])], new FrameParser(MAX_BODY_BYTES - 1)),
      ).toThrow(FrameError);
    }
    expect(heldBytes() - before).toBeLessThan(1 << 20);
  });

  it('does not keep frames before it from being handed on', () => {
    const seen: number[] = [];
    const stream = Buffer.concat([streamOf(two), Buffer.from([0x10, 0xff, 0xff, 0xff])]);
    expect(() => new FrameParser(100).push(stream, (type) => seen.push(type))).toThrow(FrameError);
    expect(seen).toEqual([0x10, 0x30, 0x11]);
  });

  it('stops the parser: what follows is not taken for frames', () => {
    const parser = new FrameParser(100);
    expect(() => parsed([Buffer.from([0x10, 0xff, 0xff, 0xff])], parser)).toThrow(FrameError);
    expect(parsed([streamOf(two)], parser)).toEqual([]);
  });
});

describe('memory for a long frame', () => {
  it('is not taken on the word of its header', () => {
    const before = heldBytes();
    const parsers = Array.from({ length: 500 }, () => {
      const parser = new FrameParser(MAX_BODY_BYTES);
      parsed([Buffer.from([0x10, 0xff, 0xff, 0xff, 1])], parser);
      return parser;
    });
    expect(heldBytes() - before).toBeLessThan(parsers.length * 40_000);
  });

  it('grows with what has come', () => {
    const parser = new FrameParser(MAX_BODY_BYTES);
    const piece = Buffer.alloc(65_536);
    parsed([Buffer.from([0x10, 0xff, 0xff, 0xff])], parser);
    const before = heldBytes();
    for (let count = 0; count < 16; count += 1) parsed([piece], parser);
    expect(heldBytes() - before).toBeLessThan(5 << 20);
    expect(parser.isInsideFrame).toBe(true);
  });

  it('is enough for the longest frame', () => {
    const body = Buffer.alloc(MAX_BODY_BYTES, 7);
    const stream = rawFrame({ type: 0x10, body });
    const [only] = parsed(
      cut(
        stream,
        Array.from({ length: 300 }, () => 65_536),
      ),
    );
    expect(only!.body.equals(body)).toBe(true);
  });
});

describe('a handler', () => {
  it('may stop the parser: nothing more is handed on, of this chunk or the next', () => {
    const stream = streamOf(two);
    for (let length = 0; length <= stream.length; length += 1) {
      const parser = new FrameParser(100);
      const seen: number[] = [];
      const pieces = [...cut(stream, [length]), stream];
      for (const piece of pieces) {
        parser.push(piece, (type) => {
          seen.push(type);
          parser.stopped = true;
        });
      }
      expect(seen).toEqual([0x10]);
    }
  });

  it('is not called any more when the parser is stopped between two chunks of a frame', () => {
    const stream = streamOf(two);
    const parser = new FrameParser(100);
    expect(parsed([stream.subarray(0, 6)], parser)).toEqual([]);
    parser.stopped = true;
    expect(parsed([stream.subarray(6)], parser)).toEqual([]);
  });

  it('may throw: that stops the parser, too', () => {
    const parser = new FrameParser(100);
    expect(() => parser.push(streamOf(two), refuse)).toThrow('no');
    expect(parsed([streamOf(two)], parser)).toEqual([]);
  });

  it('may change the limit: the very next frame is judged by the new one', () => {
    const long = { type: 0x10, body: Buffer.alloc(300, 1) };
    const stream = streamOf([two[0]!, long, long]);
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 20 }), (pieces) => {
        const raised = new FrameParser(10);
        const seen: number[] = [];
        for (const piece of cut(stream, pieces)) {
          raised.push(piece, (_type, _bytes, start, end) => {
            seen.push(end - start);
            raised.maxBodyBytes = 300;
          });
        }
        expect(seen).toEqual([5, 300, 300]);

        const lowered = new FrameParser(300);
        const push = (): void => {
          for (const piece of cut(stream, pieces)) {
            lowered.push(piece, () => {
              lowered.maxBodyBytes = 299;
            });
          }
        };
        expect(push).toThrow(FrameError);
      }),
    );
  });
});

describe('noise', () => {
  it('is frames or a FrameError, and keeps little', () => {
    fc.assert(
      fc.property(fc.array(bytesOf(0, 200), { maxLength: 10 }), fc.nat(300), (pieces, limit) => {
        try {
          for (const { body } of parsed(pieces, new FrameParser(limit))) {
            expect(body.length).toBeLessThanOrEqual(limit);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
        }
      }),
    );
  });
});
