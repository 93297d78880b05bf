import { describe, expect, it } from 'vitest';
import { CaptureError } from '../src/capture-error.ts';
import { lookInWords } from '../src/looks-like.ts';
import { parsePcapHeader } from '../src/pcap/header.ts';
import { PcapReader } from '../src/pcap/reader.ts';
import { pcapGlobalHeader } from '../src/pcap/writer.ts';

function thrownBy(action: () => unknown): CaptureError {
  try {
    action();
  } catch (error) {
    if (error instanceof CaptureError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

function ascii(text: string): number[] {
  return Array.from(text, (char) => char.charCodeAt(0));
}

describe('the four magic numbers', () => {
  it.each([
    { byteOrder: 'big', timestampUnit: 'us', bytes: [0xa1, 0xb2, 0xc3, 0xd4] },
    { byteOrder: 'little', timestampUnit: 'us', bytes: [0xd4, 0xc3, 0xb2, 0xa1] },
    { byteOrder: 'big', timestampUnit: 'ns', bytes: [0xa1, 0xb2, 0x3c, 0x4d] },
    { byteOrder: 'little', timestampUnit: 'ns', bytes: [0x4d, 0x3c, 0xb2, 0xa1] },
  ] as const)('$byteOrder $timestampUnit', ({ byteOrder, timestampUnit, bytes }) => {
    const header = pcapGlobalHeader({ linkType: 276, byteOrder, timestampUnit, snapLength: 96 });
    expect([...header.subarray(0, 4)]).toEqual(bytes);
    expect(parsePcapHeader(header)).toEqual({
      byteOrder,
      timestampUnit,
      versionMajor: 2,
      versionMinor: 4,
      snapLength: 96,
      linkType: 276,
      fcsBytes: 0,
      recordHeaderBytes: 16,
    });
  });
});

describe('the magic number of longer record headers', () => {
  it.each([
    { byteOrder: 'big', bytes: [0xa1, 0xb2, 0xcd, 0x34] },
    { byteOrder: 'little', bytes: [0x34, 0xcd, 0xb2, 0xa1] },
  ] as const)('$byteOrder', ({ byteOrder, bytes }) => {
    const header = pcapGlobalHeader({ linkType: 1, byteOrder });
    header.set(bytes);
    expect(parsePcapHeader(header)).toMatchObject({ byteOrder, timestampUnit: 'us', recordHeaderBytes: 24 });
  });
});

describe('the link type word', () => {
  it('also tells the length of a frame check sequence', () => {
    const header = pcapGlobalHeader({ linkType: 1, byteOrder: 'big', fcsBytes: 4 });
    expect([...header.subarray(20)]).toEqual([0x24, 0, 0, 1]);
    expect(parsePcapHeader(header)).toMatchObject({ linkType: 1, fcsBytes: 4 });
  });
});

describe('input that is no pcap', () => {
  it.each([
    ['pcapng', [0x0a, 0x0d, 0x0d, 0x0a]],
    ['gzip', [0x1f, 0x8b, 8, 0]],
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ['bzip2', ascii('BZh9')],
    ['zip', [0x50, 0x4b, 3, 4]],
    ['snoop', ascii('snoop\0\0\0')],
    ['text', ascii('12:00:01.000 IP 10.0.0.1 > 10.0.0.2\n')],
    ['text', ascii('hi')],
    ['unknown', [0, 1, 2, 3]],
    ['empty', []],
  ])('is said to look like %s', (look, beginning) => {
    const bytes = Uint8Array.from([...beginning, ...(look === 'unknown' ? new Uint8Array(30) : [])]);
    const error = thrownBy(() => parsePcapHeader(bytes));
    expect(error.code).toBe('not-pcap');
    expect(error.facts.looksLike).toBe(look);
    expect(error.message).toContain(lookInWords(error.facts.looksLike!));
  });

  it('is refused by the reader as soon as a header has come', () => {
    const reader = new PcapReader();
    const text = Uint8Array.from(ascii('this is not a capture file'));
    reader.push(text.subarray(0, 20));
    expect(thrownBy(() => reader.push(text.subarray(20))).code).toBe('not-pcap');
    expect(reader.next()).toBe(false);
    expect(thrownBy(() => reader.finish()).facts.looksLike).toBe('text');
  });

  it('is refused for its version', () => {
    const header = pcapGlobalHeader({ linkType: 1 });
    header[4] = 3;
    expect(thrownBy(() => parsePcapHeader(header)).code).toBe('pcap-version-unsupported');
  });
});
