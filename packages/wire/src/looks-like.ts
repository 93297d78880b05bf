/** Recognises, by its first bytes, what someone gave us, and says it in words. */
import { readU16, readU32 } from './bytes.ts';
import { looksLikeText } from './text-look.ts';

const words = {
  empty: 'an empty file',
  pcap: 'pcap',
  pcapng: 'pcapng',
  gzip: 'gzip-compressed data',
  zstd: 'zstd-compressed data',
  xz: 'xz-compressed data',
  bzip2: 'bzip2-compressed data',
  lz4: 'lz4-compressed data',
  zip: 'a ZIP archive',
  '7zip': 'a 7-Zip archive',
  snoop: 'a snoop capture',
  btsnoop: 'a Bluetooth capture (btsnoop)',
  netmon: 'a Network Monitor capture',
  sniffer: 'a Sniffer capture',
  iptrace: 'an iptrace capture',
  erf: 'an ERF capture',
  elf: 'an ELF program',
  pdf: 'a PDF document',
  png: 'a PNG picture',
  sqlite: 'an SQLite database',
  json: 'JSON',
  html: 'an HTML page',
  xml: 'XML',
  'pcap-hex': 'a capture written as hexadecimal text',
  'pcap-base64': 'a capture written as base64 text',
  'tcpdump-text': 'the lines tcpdump prints, not what it captures',
  text: 'text',
  unknown: 'nothing that is known here',
} as const;

/** What an input begins like. */
export type FileLook = keyof typeof words;

/** First bytes, in hexadecimal. */
const beginnings: readonly (readonly [look: FileLook, bytes: string])[] = [
  ['pcap', 'a1b2c3d4'],
  ['pcap', 'd4c3b2a1'],
  ['pcap', 'a1b23c4d'],
  ['pcap', '4d3cb2a1'],
  // a variant with longer record headers
  ['pcap', 'a1b2cd34'],
  ['pcap', '34cdb2a1'],
  // block type of a Section Header Block, a palindrome in both byte orders
  ['pcapng', '0a0d0d0a'],
  // RFC 1952 section 2.3.1
  ['gzip', '1f8b'],
  // RFC 8878 sections 3.1.1 and 3.1.2: a frame, or a skippable one before it
  ['zstd', '28b52ffd'],
  ['zstd', '502a4d18'],
  ['xz', 'fd377a585a00'],
  // "BZh"
  ['bzip2', '425a68'],
  ['lz4', '04224d18'],
  // "PK"
  ['zip', '504b0304'],
  ['7zip', '377abcaf271c'],
  // "snoop", RFC 1761
  ['snoop', '736e6f6f7000'],
  // "btsnoop"
  ['btsnoop', '6274736e6f6f7000'],
  // "GMBU", "RTSS"
  ['netmon', '474d4255'],
  ['netmon', '52545353'],
  // "TRSNIFF data"
  ['sniffer', '5452534e494646206461746120'],
  // "iptrace "
  ['iptrace', '6970747261636520'],
  ['elf', '7f454c46'],
  // "%PDF-"
  ['pdf', '255044462d'],
  ['png', '89504e47'],
  // "SQLite format 3"
  ['sqlite', '53514c69746520666f726d61742033'],
];

/** Bytes of an input that are enough to tell. */
export const lookBytes: number = 512;

/** What `data` begins like. */
export function looksLike(data: Uint8Array): FileLook {
  if (data.length === 0) return 'empty';
  const head = data.subarray(0, lookBytes);
  const hex = Array.from(head.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const known = beginnings.find(([, bytes]) => hex.startsWith(bytes));
  if (known !== undefined) return known[0];
  return looksLikeText(head) ?? (isErf(head) ? 'erf' : 'unknown');
}

/** The look in words, to stand behind "it looks like". */
export function lookInWords(look: FileLook): string {
  return words[look];
}

/** An ERF file has no magic number: it begins with a record of timestamp, type, flags, record length, loss, wire length. */
function isErf(head: Uint8Array): boolean {
  if (head.length < 16) return false;
  // the timestamp's seconds are little-endian at 4; the highest byte places them between 2000 and 2106
  const type = head[8]! & 0x7f;
  const recordLength = readU16(head, 10);
  return head[7]! >= 0x38 && type >= 1 && type <= 32 && recordLength > 16 && readU32(head, 12) !== 0;
}
