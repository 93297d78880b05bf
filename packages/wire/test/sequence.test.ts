import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  seq,
  seqAdd,
  seqAtMost,
  seqDiff,
  seqInWindow,
  seqLessThan,
  seqMax,
  seqMin,
} from '../src/sequence.ts';

const anySeq = fc.integer({ min: 0, max: 0xffffffff }).map(seq);
/** Distances that leave the order clear: less than half the circle. */
const distance = fc.integer({ min: 1, max: 0x7fffffff });

describe('sequence numbers', () => {
  it('wrap at 2^32 in both directions', () => {
    expect(seq(2 ** 32 + 5)).toBe(5);
    expect(seq(-1)).toBe(0xffffffff);
    expect(seqAdd(seq(0xfffffff0), 0x20)).toBe(0x10);
    expect(seqAdd(seq(0x10), -0x20)).toBe(0xfffffff0);
  });

  it('measure the shorter way round the circle', () => {
    expect(seqDiff(seq(0x10), seq(0xfffffff0))).toBe(0x20);
    expect(seqDiff(seq(0xfffffff0), seq(0x10))).toBe(-0x20);
    expect(seqDiff(seq(0x80000000), seq(0))).toBe(-0x80000000);
  });

  it('stay unsigned 32-bit integers whatever is added', () => {
    fc.assert(
      fc.property(anySeq, fc.integer({ min: -0xffffffff, max: 0xffffffff }), (a, bytes) => {
        const sum = seqAdd(a, bytes);
        expect(sum).toBe(Number(BigInt.asUintN(32, BigInt(a) + BigInt(bytes))));
      }),
    );
  });

  it('differ by what was added', () => {
    fc.assert(
      fc.property(anySeq, fc.integer({ min: -0x80000000, max: 0x7fffffff }), (a, bytes) => {
        expect(seqDiff(seqAdd(a, bytes), a)).toBe(bytes);
      }),
    );
  });

  it('are ordered alike wherever on the circle they lie', () => {
    fc.assert(
      fc.property(anySeq, distance, (a, bytes) => {
        const b = seqAdd(a, bytes);
        expect(seqLessThan(a, b)).toBe(true);
        expect(seqLessThan(b, a)).toBe(false);
        expect(seqAtMost(a, b)).toBe(true);
        expect(seqAtMost(b, a)).toBe(false);
        expect(seqMax(a, b)).toBe(b);
        expect(seqMax(b, a)).toBe(b);
        expect(seqMin(a, b)).toBe(a);
        expect(seqMin(b, a)).toBe(a);
      }),
    );
  });

  it('are at most, but not less than, themselves', () => {
    fc.assert(
      fc.property(anySeq, (a) => {
        expect(seqAtMost(a, a)).toBe(true);
        expect(seqLessThan(a, a)).toBe(false);
      }),
    );
  });

  it('lie in a window from its start up to, not including, its end', () => {
    fc.assert(
      fc.property(anySeq, distance, (start, size) => {
        expect(seqInWindow(start, start, size)).toBe(true);
        expect(seqInWindow(seqAdd(start, size - 1), start, size)).toBe(true);
        expect(seqInWindow(seqAdd(start, size), start, size)).toBe(false);
        expect(seqInWindow(seqAdd(start, -1), start, size)).toBe(false);
        expect(seqInWindow(start, start, 0)).toBe(false);
      }),
    );
  });
});
