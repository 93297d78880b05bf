import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesText, spanText, timesText } from '../src/judge/in-words.ts';

const unitsNs: Readonly<Record<string, number>> = { µs: 1e3, ms: 1e6, s: 1e9, min: 60e9 };

describe('numbers in words', () => {
  it.each([
    [0, 'no time'],
    [999, 'less than 1 µs'],
    [40_000, '40 µs'],
    [31_000_000, '31 ms'],
    [200_000_000, '200 ms'],
    [1_000_000_000, '1.0 s'],
    [2_600_000_000, '2.6 s'],
    [63_000_000_000, '63 s'],
    [127_000_000_000, '127 s'],
    [936_000_000_000, '15.6 min'],
    [7_200_000_000_000, '120.0 min'],
  ])('%d ns: %s', (ns, text) => {
    expect(spanText(ns)).toBe(text);
  });

  it('spans are given in plain digits and come within 5 percent of what they stand for', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 1000, max: 10_000_000 }), fc.integer({ min: 1000, max: 9e15 })),
        (ns) => {
          const text = spanText(ns);
          const [, digits, unit] = /^(\d+(?:\.\d+)?) (µs|ms|s|min)$/.exec(text) ?? [];
          expect(unit, text).toBeDefined();
          const told = Number(digits) * unitsNs[unit!]!;
          expect(Math.abs(told - ns) / ns, `${ns} ns: ${text}`).toBeLessThanOrEqual(0.05);
        },
      ),
      {
        numRuns: 1000,
        examples: [[999_500], [99_600], [99_600_000], [999_600_000], [99_700_000_000], [599_900_000_000]],
      },
    );
  });

  it('counts of bytes are grouped by thousands', () => {
    expect([0, 1, 6, 999, 1460, 1_048_576].map(bytesText)).toEqual([
      '0 bytes',
      '1 byte',
      '6 bytes',
      '999 bytes',
      '1,460 bytes',
      '1,048,576 bytes',
    ]);
    fc.assert(
      fc.property(fc.maxSafeInteger().map(Math.abs), (count) => {
        const text = bytesText(count);
        expect(text).toMatch(/^\d{1,3}(,\d{3})* bytes?$/);
        expect(Number.parseInt(text.replaceAll(',', ''), 10)).toBe(count);
      }),
    );
  });

  it('times are once, twice, and counted from there', () => {
    expect([1, 2, 3, 15].map(timesText)).toEqual(['once', 'twice', '3 times', '15 times']);
  });
});
