import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pattern, matchPattern } from '../src/judge/match.ts';

const one = (wanted: string) => ({ accepts: (item: string) => item === wanted, min: 1, max: 1 });
const many = (wanted: string, min: number, max: number | null) => ({
  accepts: (item: string) => item === wanted,
  min,
  max,
});

function fits(text: string, pattern: Pattern<string>): boolean {
  return matchPattern([...text], pattern) === null;
}

describe('matching observations against steps', () => {
  it('accepts exactly the steps, in order', () => {
    expect(fits('abc', [one('a'), one('b'), one('c')])).toBe(true);
    expect(fits('ab', [one('a'), one('b'), one('c')])).toBe(false);
    expect(fits('abcd', [one('a'), one('b'), one('c')])).toBe(false);
    expect(fits('acb', [one('a'), one('b'), one('c')])).toBe(false);
  });

  it('gives back what a greedy step took when a later step needs it', () => {
    expect(fits('aaa', [many('a', 1, null), one('a')])).toBe(true);
    expect(fits('aaa', [many('a', 0, 3), many('a', 3, 3)])).toBe(true);
  });

  it('says where it stopped fitting', () => {
    expect(matchPattern([...'abx'], [one('a'), one('b'), one('c')])).toEqual({ itemIndex: 2, stepIndex: 2 });
    expect(matchPattern([...'ab'], [one('a'), one('b'), one('c')])).toEqual({ itemIndex: 2, stepIndex: 2 });
    expect(matchPattern([...'aab'], [one('a')])).toEqual({ itemIndex: 1, stepIndex: 1 });
  });

  it('lets the items of a group come mixed, within their counts', () => {
    const pattern: Pattern<string> = [
      one('s'),
      { anyOrder: [many('d', 2, 3), many('r', 1, null)] },
      one('e'),
    ];
    expect(fits('sdrdre', pattern)).toBe(true);
    expect(fits('srdde', pattern)).toBe(true);
    expect(fits('sdre', pattern)).toBe(false);
    expect(fits('sddddre', pattern)).toBe(false);
  });

  it('agrees with a regular expression for any counts and items', () => {
    const step = fc.record({
      wanted: fc.constantFrom('a', 'b', 'c'),
      min: fc.integer({ min: 0, max: 2 }),
      extra: fc.option(fc.integer({ min: 0, max: 2 })),
    });
    const items = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 5 }), items, (steps, text) => {
        const pattern = steps.map(({ wanted, min, extra }) =>
          many(wanted, min, extra === null ? null : min + extra),
        );
        const source = steps
          .map(({ wanted, min, extra }) => `${wanted}{${min},${extra === null ? '' : min + extra}}`)
          .join('');
        expect(fits(text, pattern)).toBe(new RegExp(`^${source}$`).test(text));
      }),
    );
  });
});
