import { describe, expect, it } from 'vitest';
import { mark, paint, styleFor } from '../src/terminal/style.ts';

const terminal = { isTTY: true, columns: 100 };
const file = {};

describe('how to write to a stream', () => {
  it('colours terminals only, and obeys the variables', () => {
    expect(styleFor(terminal, {}).colour).toBe(true);
    expect(styleFor(file, {}).colour).toBe(false);
    expect(styleFor(terminal, { NO_COLOR: '1' }).colour).toBe(false);
    expect(styleFor(terminal, { TERM: 'dumb' }).colour).toBe(false);
    expect(styleFor(file, { FORCE_COLOR: '1' }).colour).toBe(true);
    expect(styleFor(terminal, { FORCE_COLOR: '0' }).colour).toBe(false);
    expect(styleFor(file, { FORCE_COLOR: '1', NO_COLOR: '1' }).colour).toBe(false);
  });

  it('takes the width from the terminal, COLUMNS, or the wish', () => {
    expect(styleFor(terminal, {}).width).toBe(100);
    expect(styleFor(file, {}).width).toBe(140);
    expect(styleFor(file, { COLUMNS: '90' }).width).toBe(90);
    expect(styleFor(terminal, {}, { width: 61 }).width).toBe(61);
    expect(styleFor({ isTTY: true, columns: 10 }, {}).width).toBe(40);
  });

  it('keeps to ASCII where the locale has no UTF-8, or when told', () => {
    expect(styleFor(file, { LANG: 'en_US.UTF-8' }).ascii).toBe(false);
    expect(styleFor(file, { LANG: 'en_US.ISO-8859-1' }).ascii).toBe(true);
    expect(styleFor(file, {}).ascii).toBe(false);
    expect(styleFor(file, { LANG: 'en_US.UTF-8' }, { ascii: true }).ascii).toBe(true);
  });

  it('marks without relying on colour', () => {
    const plain = { colour: false, ascii: true, width: 80 };
    expect(mark(plain, 'good')).not.toBe(mark(plain, 'bad'));
    expect(paint(plain, 'red', 'x')).toBe('x');
    expect(paint({ ...plain, colour: true }, 'red', 'x')).toBe('\x1b[31mx\x1b[39m');
  });
});
