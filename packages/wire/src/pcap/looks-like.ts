/** Recognises, by its first bytes, what someone gave us instead of a pcap. */
import { readU32 } from '../bytes.ts';
import type { FileLook } from './error.ts';

/** First bytes of formats that are mistaken for pcap, as big-endian integers of the given width in bytes. */
const beginnings: readonly (readonly [look: FileLook, width: 2 | 3 | 4, value: number])[] = [
  // block type of a Section Header Block, a palindrome in both byte orders
  ['pcapng', 4, 0x0a0d0d0a],
  // a variant with longer record headers, both byte orders
  ['modified-pcap', 4, 0xa1b2cd34],
  ['modified-pcap', 4, 0x34cdb2a1],
  // RFC 1952 section 2.3.1
  ['gzip', 2, 0x1f8b],
  // RFC 8878 section 3.1.1
  ['zstd', 4, 0x28b52ffd],
  ['xz', 4, 0xfd377a58],
  // "BZh"
  ['bzip2', 3, 0x425a68],
  // "PK", 3, 4
  ['zip', 4, 0x504b0304],
  // "snoo", RFC 1761
  ['snoop', 4, 0x736e6f6f],
];

/** How far text is looked for. */
const textBytes = 64;

/** What `data` begins like. */
export function looksLike(data: Uint8Array): FileLook {
  if (data.length === 0) return 'empty';
  const head = new Uint8Array(4);
  head.set(data.subarray(0, head.length));
  const first = readU32(head, 0);
  for (const [look, width, value] of beginnings) {
    if (data.length >= width && first >>> (8 * (4 - width)) === value) return look;
  }
  return data.subarray(0, textBytes).every(isText) ? 'text' : 'unknown';
}

function isText(byte: number): boolean {
  return byte >= 0x20 ? byte !== 0x7f : byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
