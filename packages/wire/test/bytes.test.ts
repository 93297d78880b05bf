import { describe, expect, it } from 'vitest';
import {
  readU16,
  readU16Little,
  readU32,
  readU32Little,
  writeU16,
  writeU16Little,
  writeU32,
  writeU32Little,
} from '../src/bytes.ts';

const data = Uint8Array.of(0, 0xfe, 0xdc, 0xba, 0x98, 0);

describe('integers in byte arrays', () => {
  it('are read unsigned in either byte order', () => {
    expect(readU16(data, 1)).toBe(0xfedc);
    expect(readU16Little(data, 1)).toBe(0xdcfe);
    expect(readU32(data, 1)).toBe(0xfedcba98);
    expect(readU32Little(data, 1)).toBe(0x98badcfe);
  });

  it.each([
    [writeU16, 0xfedc, [0xfe, 0xdc, 0, 0]],
    [writeU16Little, 0xfedc, [0xdc, 0xfe, 0, 0]],
    [writeU32, 0xfedcba98, [0xfe, 0xdc, 0xba, 0x98]],
    [writeU32Little, 0xfedcba98, [0x98, 0xba, 0xdc, 0xfe]],
  ])('are written by %o', (write, value, expected) => {
    const written = new Uint8Array(6);
    write(written, 1, value);
    expect([...written]).toEqual([0, ...expected, 0]);
  });
});
