import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cell, cut, distance, indent, nearest, wrap } from '../src/terminal/text.ts';

describe('laying out text', () => {
  it('cuts with a mark and fills up', () => {
    expect(cut('ECONNRESET', 10)).toBe('ECONNRESET');
    expect(cut('ECONNRESET', 6)).toBe('ECONN…');
    expect(cell('ab', 4)).toBe('ab  ');
    expect(cell('abcdef', 4)).toBe('abc…');
  });

  it('wraps at blanks and loses no word', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(words, fc.integer({ min: 5, max: 60 }), (parts, width) => {
        const lines = wrap(parts.join(' '), width);
        expect(lines.join(' ').split(' ')).toEqual(parts);
        for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
      }),
    );
  });

  it('indents all lines, and puts a mark before the first', () => {
    expect(indent('one two three four', 30, 4, '  - ')).toBe('  - one two three four');
    expect(indent('aaaa bbbb cccc dddd eeee', 24, 4)).toBe('    aaaa bbbb cccc dddd\n    eeee');
  });
});

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
