import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance, nearest } from '../src/nearest.ts';

describe('suggesting names', () => {
  const names = ['conn-refused', 'conn-noaccept', 'close-unread', 'close-linger0'];

  it('finds what was mistyped', () => {
    expect(nearest('conn-refusd', names)).toEqual(['conn-refused']);
    expect(nearest('close-unraed', names)[0]).toBe('close-unread');
  });

  it('finds what contains the word, and nothing for what is far from all', () => {
    expect(nearest('linger', names)).toEqual(['close-linger0']);
    expect(nearest('xyz', names)).toEqual([]);
  });

  it('measures distance as a metric', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(distance(a, a)).toBe(0);
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c));
      }),
    );
  });
});
