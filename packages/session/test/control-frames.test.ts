import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByeReason, byeMeanings } from '../src/protocol/bye-codes.ts';
import {
  decodeAck,
  decodeBye,
  decodeGoAway,
  decodeHeartbeat,
  encodeAck,
  encodeBye,
  encodeGoAway,
  encodeHeartbeat,
} from '../src/protocol/control-frames.ts';
import { FrameError } from '../src/protocol/frame-parser.ts';
import { frameType } from '../src/protocol/frame-types.ts';
import { bodyOf, bytesOf, parsed, sequence, uint32 } from './support/frames.ts';

type Decode = (bytes: Buffer, start: number, end: number) => unknown;

const reason = fc.constantFrom(...(Object.keys(byeMeanings) as ByeReason[]));
const decoders: readonly Decode[] = [decodeAck, decodeBye, decodeGoAway, decodeHeartbeat];

/** Decodes a frame in the middle of other bytes. */
function decoded<T>(frame: Buffer, decode: (bytes: Buffer, start: number, end: number) => T): T {
  const bytes = Buffer.concat([Buffer.alloc(3, 0xaa), frame, Buffer.alloc(9, 0xbb)]);
  return decode(bytes, 7, 3 + frame.length);
}

describe('short frames', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(sequence, uint32, (settledSeq, windowBytes) => {
        expect(decoded(encodeAck({ settledSeq, windowBytes }), decodeAck)).toEqual({
          settledSeq,
          windowBytes,
        });
        expect(decoded(encodeHeartbeat(frameType.ping, windowBytes), decodeHeartbeat)).toBe(windowBytes);
        expect(decoded(encodeHeartbeat(frameType.pong, windowBytes), decodeHeartbeat)).toBe(windowBytes);
        expect(decoded(encodeGoAway({ retryAfterMs: windowBytes }), decodeGoAway)).toEqual({
          retryAfterMs: windowBytes,
        });
      }),
    );
    fc.assert(
      fc.property(reason, uint32, fc.string({ maxLength: 60 }), (why, retryAfterMs, text) => {
        const bye = { reason: why, retryAfterMs, text };
        expect(decoded(encodeBye(bye), decodeBye)).toEqual(bye);
      }),
    );
  });

  it('carry their type and exact length', () => {
    const made = [
      [encodeAck({ settledSeq: 1, windowBytes: 1 }), 0x20, 12],
      [encodeHeartbeat(frameType.ping, 1), 0x30, 4],
      [encodeHeartbeat(frameType.pong, 1), 0x31, 4],
      [encodeGoAway({ retryAfterMs: 1 }), 0x40, 4],
      [encodeBye({ reason: 'done', retryAfterMs: 0, text: 'abc' }), 0x04, 8],
    ] as const;
    for (const [frame, type, length] of made) {
      expect(frame.length).toBe(4 + length);
      expect(parsed([frame])).toEqual([{ type, body: frame.subarray(4) }]);
    }
  });

  it('cut short anywhere are refused, though other bytes follow', () => {
    const made: [Buffer, Decode, number][] = [
      [encodeAck({ settledSeq: 1, windowBytes: 1 }), decodeAck, 12],
      [encodeHeartbeat(frameType.ping, 1), decodeHeartbeat, 4],
      [encodeGoAway({ retryAfterMs: 1 }), decodeGoAway, 4],
      [encodeBye({ reason: 'done', retryAfterMs: 0, text: '' }), decodeBye, 5],
    ];
    for (const [frame, decode, length] of made) {
      const bytes = Buffer.concat([frame, Buffer.alloc(20)]);
      for (let end = 4; end < 4 + length; end += 1) {
        expect(() => decode(bytes, 4, end)).toThrow(FrameError);
      }
    }
  });

  it('with more behind them are read all the same: a later minor change may add fields', () => {
    const ack = encodeAck({ settledSeq: 3, windowBytes: 4 });
    expect(decodeAck(Buffer.concat([ack, Buffer.from('more')]), 4, ack.length + 4)).toEqual({
      settledSeq: 3,
      windowBytes: 4,
    });
  });

  it('of any bytes are decoded or refused', () => {
    fc.assert(
      fc.property(bytesOf(0, 40), fc.nat(40), (bytes, from) => {
        const start = Math.min(from, bytes.length);
        for (const decode of decoders) {
          try {
            decode(bytes, start, bytes.length);
          } catch (error) {
            expect(error).toBeInstanceOf(FrameError);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuse a sequence number that a number can not hold', () => {
    const ack = encodeAck({ settledSeq: Number.MAX_SAFE_INTEGER, windowBytes: 0 });
    expect(decodeAck(ack, 4, ack.length).settledSeq).toBe(2 ** 53 - 1);
    for (const high of [0x0020_0000, 0x0020_0001, 0xffff_ffff]) {
      ack.writeUInt32BE(high, 4);
      expect(() => decodeAck(ack, 4, ack.length)).toThrow(FrameError);
    }
  });
});

describe("a BYE's text", () => {
  it('is cut to 256 bytes, between characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 50, maxLength: 400 }), (text) => {
        const body = bodyOf(encodeBye({ reason: 'limit', retryAfterMs: 1, text }));
        expect(body.length).toBeLessThanOrEqual(5 + 256);
        const kept = new TextDecoder('utf8', { fatal: true, ignoreBOM: true }).decode(body.subarray(5));
        expect(text.startsWith(kept)).toBe(true);
        if (Buffer.byteLength(text) > 256) expect(body.length).toBeGreaterThan(5 + 252);
      }),
    );
  });

  it('can not steer a terminal', () => {
    const text = 'a\u001b[31mb\nc\u0000d\u009be\u202ef\u2028g\u200bh';
    const frame = encodeBye({ reason: 'aborted', retryAfterMs: 0, text });
    expect(decodeBye(frame, 4, frame.length).text).toBe('a [31mb c d e f g h');
  });

  it('of a peer that does not keep to UTF-8 is readable', () => {
    const frame = encodeBye({ reason: 'aborted', retryAfterMs: 0, text: 'ab' });
    frame[9] = 0xff;
    expect(decodeBye(frame, 4, frame.length).text).toBe('\ufffdb');
  });
});
