import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, writeU32Little } from '../src/bytes.ts';
import { CaptureError } from '../src/capture-error.ts';
import { PcapReader } from '../src/pcap/reader.ts';
import type { PcapFileOptions, PcapRecordSpec } from '../src/pcap/writer.ts';
import { pcapGlobalHeader, pcapRecord } from '../src/pcap/writer.ts';

interface ReadRecord {
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly data: Uint8Array;
  readonly originalLength: number;
}

function file(options: PcapFileOptions, records: readonly PcapRecordSpec[]): Uint8Array {
  return concatBytes([pcapGlobalHeader(options), ...records.map((record) => pcapRecord(record, options))]);
}

function drain(reader: PcapReader): ReadRecord[] {
  const records: ReadRecord[] = [];
  while (reader.next()) {
    const { seconds, nanoseconds, originalLength } = reader;
    const data = reader.data.slice(reader.offset, reader.offset + reader.capturedLength);
    records.push({ seconds, nanoseconds, data, originalLength });
  }
  return records;
}

function readAll(reader: PcapReader, bytes: Uint8Array, chunkLength: number): ReadRecord[] {
  const records: ReadRecord[] = [];
  for (let at = 0; at < bytes.length; at += chunkLength) {
    // a chunk of its own each time, wiped afterwards: nothing may be read from it later
    const chunk = bytes.slice(at, at + chunkLength);
    reader.push(chunk);
    records.push(...drain(reader));
    chunk.fill(0xee);
  }
  return records;
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof CaptureError) return error.code;
    throw error;
  }
  return 'no error';
}

const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const anyOptions = fc.record({
  linkType: fc.integer({ min: 0, max: 0xffff }),
  byteOrder: fc.constantFrom('big', 'little'),
  timestampUnit: fc.constantFrom('us', 'ns'),
  snapLength: uint32,
  fcsBytes: fc.constantFrom(0, 4),
});
const anyRecord = fc.record({
  seconds: uint32,
  nanoseconds: fc.integer({ min: 0, max: 999_999_999 }),
  data: fc.uint8Array({ maxLength: 200 }),
  originalLength: uint32,
});
const small: PcapFileOptions = { linkType: 1 };
const record: PcapRecordSpec = { seconds: 1, nanoseconds: 2000, data: Uint8Array.of(1, 2, 3, 4, 5) };

describe('reading what was written', () => {
  it('gives the same records in chunks of any size, in all four formats', () => {
    fc.assert(
      fc.property(
        anyOptions,
        fc.array(anyRecord, { maxLength: 8 }),
        fc.integer({ min: 1, max: 700 }),
        (options, records, chunkLength) => {
          const reader = new PcapReader();
          const read = readAll(reader, file(options, records), chunkLength);
          const unit = options.timestampUnit === 'us' ? 1000 : 1;
          const expected = records.map((each) => ({
            ...each,
            nanoseconds: each.nanoseconds - (each.nanoseconds % unit),
          }));
          expect(read).toEqual(expected);
          expect(reader.header).toEqual({
            ...options,
            versionMajor: 2,
            versionMinor: 4,
            recordHeaderBytes: 16,
          });
          expect(reader.finish()).toEqual({ truncated: false, leftoverBytes: 0, frames: records.length });
        },
      ),
    );
  });

  it('numbers frames from 1 and gives exact nanoseconds', () => {
    const reader = new PcapReader();
    const options: PcapFileOptions = { linkType: 1, timestampUnit: 'ns' };
    reader.push(file(options, [{ ...record, seconds: 4_000_000_000, nanoseconds: 999_999_999 }, record]));
    expect(reader.frameNumber).toBe(0);
    expect(reader.next()).toBe(true);
    expect(reader.frameNumber).toBe(1);
    expect(reader.timestampNs()).toBe(4_000_000_000_999_999_999n);
    expect(reader.next()).toBe(true);
    expect(reader.frameNumber).toBe(2);
    expect(reader.next()).toBe(false);
  });

  it('leaves records that lie whole in a chunk where they are', () => {
    const reader = new PcapReader();
    reader.push(pcapGlobalHeader(small));
    const chunk = concatBytes([pcapRecord(record), pcapRecord(record)]);
    reader.push(chunk);
    expect(reader.next()).toBe(true);
    expect(reader.data).toBe(chunk);
    expect(reader.next()).toBe(true);
    expect(reader.data).toBe(chunk);
  });

  it('keeps what was pushed before the last records were taken', () => {
    const reader = new PcapReader();
    const bytes = file(small, [record, { ...record, seconds: 9 }]);
    reader.push(bytes.subarray(0, 50));
    reader.push(bytes.subarray(50));
    expect(drain(reader).map((each) => each.seconds)).toEqual([1, 9]);
  });
});

describe('files with longer record headers', () => {
  it('are read like others', () => {
    const header = pcapGlobalHeader(small);
    header.set([0x34, 0xcd, 0xb2, 0xa1]);
    const long = [record, { ...record, seconds: 9 }].flatMap((each) => {
      const plain = pcapRecord(each);
      return [plain.subarray(0, 16), new Uint8Array(8).fill(0xff), plain.subarray(16)];
    });
    for (const chunkLength of [1, 7, 1000]) {
      const read = readAll(new PcapReader(), concatBytes([header, ...long]), chunkLength);
      expect(read).toEqual([
        { ...record, originalLength: 5 },
        { ...record, seconds: 9, originalLength: 5 },
      ]);
    }
  });
});

describe('input that ends early', () => {
  const bytes = file(small, [record, record]);
  const recordLength = 16 + record.data.length;

  it('is told at every cut, with the whole records before it', () => {
    for (let length = 24; length <= bytes.length; length += 1) {
      const reader = new PcapReader();
      const frames = readAll(reader, bytes.subarray(0, length), 10).length;
      const leftoverBytes = (length - 24) % recordLength;
      expect(frames).toBe(Math.floor((length - 24) / recordLength));
      expect(reader.finish()).toEqual({ truncated: leftoverBytes > 0, leftoverBytes, frames });
    }
  });

  it('is an error within the file header', () => {
    for (let length = 4; length < 24; length += 1) {
      const reader = new PcapReader();
      readAll(reader, bytes.subarray(0, length), 5);
      expect(codeOf(() => reader.finish())).toBe('pcap-header-truncated');
    }
  });

  it('is an error when nothing came', () => {
    expect(codeOf(() => new PcapReader().finish())).toBe('not-pcap');
  });
});

function claiming(length: number, snapLength: number): Uint8Array {
  const bytes = file({ ...small, snapLength }, [record, record]);
  writeU32Little(bytes, 24 + 16 + record.data.length + 8, length);
  return bytes;
}

describe('records that claim too much', () => {
  it.each([
    { snapLength: 96, limit: 262_144 },
    { snapLength: 500_000, limit: 500_000 },
    { snapLength: 0xffffffff, limit: 16 * 1024 * 1024 },
  ])('with a snap length of $snapLength the limit is $limit', ({ snapLength, limit }) => {
    for (const chunkLength of [7, 1000]) {
      const fine = new PcapReader();
      expect(readAll(fine, claiming(limit, snapLength), chunkLength)).toHaveLength(1);
      expect(fine.finish().truncated).toBe(true);

      const damaged = new PcapReader();
      expect(codeOf(() => readAll(damaged, claiming(limit + 1, snapLength), chunkLength))).toBe(
        'pcap-record-too-long',
      );
      expect(damaged.frameNumber).toBe(1);
      expect(codeOf(() => damaged.next())).toBe('pcap-record-too-long');
    }
  });

  it('carry the facts', () => {
    const reader = new PcapReader();
    expect(() => readAll(reader, claiming(0xfffffff0, 0), 1000)).toThrow(
      expect.objectContaining({ facts: { frameNumber: 2, claimedLength: 0xfffffff0 } }),
    );
  });
});

describe('long records', () => {
  it('arrive whole in small chunks', () => {
    const data = Uint8Array.from({ length: 20_000 }, (_, index) => index);
    const reader = new PcapReader();
    const read = readAll(reader, file({ ...small, snapLength: 20_000 }, [{ ...record, data }, record]), 97);
    expect(read.map((each) => each.data)).toEqual([data, record.data]);
  });
});
