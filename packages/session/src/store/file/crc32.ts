/** CRC-32 as in ISO 3309 and gzip. Node's own where it has it (20.15, 22.2), else by table. */
import zlib from 'node:zlib';

type Crc32 = (bytes: Uint8Array, before?: number) => number;

const POLYNOMIAL = 0xedb88320;

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

/** The same, a byte at a time. */
export function crc32ByTable(bytes: Uint8Array, before: number = 0): number {
  let value = ~before;
  for (const byte of bytes) value = table[(value ^ byte) & 0xff]! ^ (value >>> 8);
  return ~value >>> 0;
}

const native: Crc32 | undefined = (zlib as { readonly crc32?: Crc32 }).crc32;

/** CRC-32 of bytes that follow those whose CRC-32 is `before`. */
export const crc32: Crc32 = native ?? crc32ByTable;
