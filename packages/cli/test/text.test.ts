import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cell, cut, indent, wrap } from '../src/terminal/text.ts';

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
