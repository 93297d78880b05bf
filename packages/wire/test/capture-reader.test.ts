import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../src/bytes.ts';
import { CaptureError } from '../src/capture-error.ts';
import { CaptureReader } from '../src/capture/reader.ts';
import { pcapGlobalHeader, pcapRecord } from '../src/pcap/writer.ts';
import { pcapngInterface, pcapngPacket, pcapngSection, pcapngSimplePacket } from '../src/pcapng/writer.ts';
import { uint8 } from './arbitraries.ts';

const data = Uint8Array.of(9, 8, 7, 6, 5);
const pcap = concatBytes([
  pcapGlobalHeader({ linkType: 113, timestampUnit: 'ns' }),
  pcapRecord({ seconds: 3, nanoseconds: 4, data, originalLength: 50 }, { timestampUnit: 'ns' }),
  pcapRecord({ seconds: 5, nanoseconds: 6, data }, { timestampUnit: 'ns' }),
]);
const pcapng = concatBytes([
  pcapngSection('big'),
  pcapngInterface({ linkType: 1 }, 'big'),
  pcapngInterface({ linkType: 113, timestampResolution: 9, name: 'any' }, 'big'),
  pcapngPacket({ timestamp: 3_000_000_004n, interfaceId: 1, data, originalLength: 50 }, 'big'),
  pcapngSimplePacket(data, 5, 'big'),
]);

function read(bytes: Uint8Array, chunkLength: number): unknown[] {
  const reader = new CaptureReader();
  const packets: unknown[] = [];
  for (let at = 0; at < bytes.length; at += chunkLength) {
    const chunk = bytes.slice(at, at + chunkLength);
    reader.push(chunk);
    while (reader.next()) {
      const { format, linkType, frameNumber, originalLength, hasTimestamp, interfaceName } = reader;
      const kept = reader.data.slice(reader.offset, reader.offset + reader.capturedLength);
      const time = reader.timestampNs();
      packets.push({
        format,
        linkType,
        frameNumber,
        originalLength,
        hasTimestamp,
        interfaceName,
        interfaceId: reader.interfaceId,
        time,
        kept,
      });
    }
    chunk.fill(0xee);
  }
  packets.push(reader.finish());
  return packets;
}

function errorOf(bytes: Uint8Array, chunkLength: number): CaptureError | null {
  try {
    read(bytes, chunkLength);
  } catch (error) {
    if (error instanceof CaptureError) return error;
    throw error;
  }
  return null;
}

describe('captures', () => {
  const common = { linkType: 113, frameNumber: 1, originalLength: 50, hasTimestamp: true, kept: data };
  const end = { truncated: false, leftoverBytes: 0, frames: 2 };

  it.each([1, 3, 17, 1000])('of both formats read alike in chunks of %i', (chunkLength) => {
    expect(read(pcap, chunkLength)).toMatchObject([
      { ...common, format: 'pcap', time: 3_000_000_004n, interfaceId: 0, interfaceName: '' },
      { linkType: 113, frameNumber: 2, time: 5_000_000_006n },
      end,
    ]);
    expect(read(pcapng, chunkLength)).toMatchObject([
      { ...common, format: 'pcapng', time: 3_000_000_004n, interfaceId: 1, interfaceName: 'any' },
      { linkType: 1, frameNumber: 2, hasTimestamp: false, time: 0n, interfaceId: 0, interfaceName: '' },
      end,
    ]);
  });

  it('count the problems of their reader', () => {
    const reader = new CaptureReader();
    expect(reader.problems()).toEqual([]);
    reader.push(concatBytes([pcapngSection(), pcapngPacket({ timestamp: 0n, data })]));
    expect(reader.next()).toBe(false);
    expect(reader.problems()).toEqual([{ problem: 'unknown-interface', count: 1, frameNumber: 1 }]);
  });
});

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

describe('input that is no capture', () => {
  it.each([
    ['empty', ''],
    ['gzip', '\x1f\x8b\x08\0'],
    ['zstd', '\x28\xb5\x2f\xfd\0'],
    ['xz', '\xfd7zXZ\0\0'],
    ['lz4', '\x04\x22\x4d\x18'],
    ['zip', 'PK\x03\x04'],
    ['elf', '\x7fELF\x02\x01\x01'],
    ['snoop', 'snoop\0\0\0\0\0\0\x02'],
    ['btsnoop', 'btsnoop\0\0\0\0\x01'],
    ['netmon', 'GMBU\0\0'],
    ['sniffer', 'TRSNIFF data    \x1a'],
    ['iptrace', 'iptrace 2.0'],
    ['erf', '\0\0\0\0\x11\x22\x33\x60\x02\x04\0\x58\0\0\0\x40rest'],
    ['png', '\x89PNG\r\n'],
    ['json', '{"frames": []}'],
    ['json', '\n[\n {"a":1}]'],
    ['html', '<!DOCTYPE html>\n<html>'],
    ['html', '\xef\xbb\xbf<html lang="en">'],
    ['xml', '<?xml version="1.0"?>'],
    ['pcap-hex', 'd4c3b2a1020004000000'],
    ['pcap-hex', '0xA1, 0xB2, 0xC3, 0xD4, 0x00'],
    ['pcap-hex', '00000000: d4c3 b2a1 0200 0400 0000'],
    ['pcap-hex', '0000000 0a 0d 0d 0a 6c 00 00 00'],
    ['pcap-base64', '1MOyoQIABAAAAAAAAAAAAA=='],
    ['pcap-base64', 'Cg0NCmwAAABNPCsaAQAAAP'],
    ['tcpdump-text', '12:00:01.000000 IP 10.0.0.1.80 > 10.0.0.2.1: Flags [S], length 0'],
    ['tcpdump-text', '2024-01-01 12:00:01.000000 eth0  In  IP6 ::1.80 > ::1.1: Flags [S]'],
    ['text', 'hello'],
    ['text', '10.0.0.1 is down'],
    ['unknown', '\x01\x02\x03\x04\x05'],
  ])('is said to look like %s: %j', (look, text) => {
    for (const chunkLength of [1, 1000]) {
      const error = errorOf(bytesOf(text), chunkLength);
      expect(error?.code).toBe('not-capture');
      expect(error?.facts).toEqual({ looksLike: look });
    }
  });

  it('is refused before all of it has come, and again later', () => {
    const reader = new CaptureReader();
    const text = bytesOf('x'.repeat(600));
    expect(() => reader.push(text)).toThrow(CaptureError);
    expect(reader.next()).toBe(false);
    expect(() => reader.push(pcap)).toThrow(CaptureError);
    expect(() => reader.finish()).toThrow(CaptureError);
  });

  it('is told what to do with', () => {
    expect(errorOf(bytesOf('\x28\xb5\x2f\xfd\0'), 9)?.message).toContain(
      'zstd -dc FILE | halfopen explain -',
    );
    expect(errorOf(bytesOf('snoop\0\0\0'), 9)?.message).toContain('editcap');
  });
});

describe('whatever the bytes', () => {
  const spoilt = fc
    .tuple(
      fc.constantFrom(pcap, pcapng, concatBytes([pcapng, pcapng])),
      fc.array(fc.tuple(fc.nat(250), uint8)),
    )
    .map(([bytes, changes]) => {
      const copy = bytes.slice();
      for (const [at, value] of changes) if (at < copy.length) copy[at] = value;
      return copy;
    });

  it('they are read, or refused with a stable code, the same in all chunkings', () => {
    fc.assert(
      fc.property(spoilt, fc.nat(250), fc.integer({ min: 1, max: 40 }), (bytes, cut, chunkLength) => {
        const input = bytes.subarray(0, cut);
        const whole = errorOf(input, 10_000);
        expect(errorOf(input, chunkLength)?.code).toBe(whole?.code);
        if (whole === null) expect(read(input, chunkLength)).toEqual(read(input, 10_000));
      }),
      { numRuns: 1000 },
    );
  });

  it('random ones behind a sound start too', () => {
    const start = fc.constantFrom(
      pcap.subarray(0, 24),
      concatBytes([pcapngSection(), pcapngInterface({ linkType: 1 })]),
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), (head, tail) => {
        const error = errorOf(concatBytes([head, tail]), 10_000);
        if (error !== null) expect(error.code).toMatch(/^pcap/);
      }),
      { numRuns: 500 },
    );
  });
});
