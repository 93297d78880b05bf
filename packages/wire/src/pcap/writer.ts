/** Writes classic pcap: a file header, then one record per packet. */
import { writeU16, writeU16Little, writeU32, writeU32Little } from '../bytes.ts';
import type { ByteOrder, PcapHeader, TimestampUnit } from './header.ts';
import { fcsField, pcapField, pcapHeaderBytes, pcapMagic } from './header.ts';
import { pcapRecordBytes, recordField } from './record.ts';

/** What a file header says. Only the link type has no default. */
export interface PcapFileOptions {
  /** A LINKTYPE number, see {@link LinkType}. */
  readonly linkType: number;
  /** Default `little`. */
  readonly byteOrder?: ByteOrder;
  /** Default `us`. */
  readonly timestampUnit?: TimestampUnit;
  /** Default 262144. */
  readonly snapLength?: number;
  /** Bytes of frame check sequence that end each packet; even, at most 30. Default 0: not stated. */
  readonly fcsBytes?: number;
}

/** One packet for a file. */
export interface PcapRecordSpec {
  /** Since 1970-01-01 UTC. */
  readonly seconds: number;
  /** Below 10^9; in a file that counts microseconds the last three digits are dropped. */
  readonly nanoseconds: number;
  /** The bytes kept. */
  readonly data: Uint8Array;
  /** Bytes the packet had. Default: as many as were kept. */
  readonly originalLength?: number;
}

const defaultSnapLength = 262_144;

/** The 24 bytes that begin a file. */
export function pcapGlobalHeader(options: PcapFileOptions): Uint8Array {
  const { byteOrder = 'little', timestampUnit = 'us', fcsBytes = 0 } = options;
  const u16 = byteOrder === 'big' ? writeU16 : writeU16Little;
  const u32 = byteOrder === 'big' ? writeU32 : writeU32Little;
  const fcsUnits = fcsBytes / fcsField.unitBytes;
  const fcs = fcsBytes === 0 ? 0 : fcsField.present | (fcsUnits << fcsField.lengthShift);
  const header = new Uint8Array(pcapHeaderBytes);
  u32(header, pcapField.magic, pcapMagic[timestampUnit]);
  u16(header, pcapField.versionMajor, 2);
  u16(header, pcapField.versionMinor, 4);
  u32(header, pcapField.snapLength, options.snapLength ?? defaultSnapLength);
  u32(header, pcapField.linkType, fcs | options.linkType);
  return header;
}

/** One record, header and packet, for a file with this byte order and unit (defaults as for the file header). */
export function pcapRecord(
  record: PcapRecordSpec,
  file: Partial<Pick<PcapHeader, 'byteOrder' | 'timestampUnit'>> = {},
): Uint8Array {
  const u32 = file.byteOrder === 'big' ? writeU32 : writeU32Little;
  const { nanoseconds } = record;
  const bytes = new Uint8Array(pcapRecordBytes + record.data.length);
  u32(bytes, recordField.seconds, record.seconds);
  u32(
    bytes,
    recordField.fraction,
    file.timestampUnit === 'ns' ? nanoseconds : Math.floor(nanoseconds / 1000),
  );
  u32(bytes, recordField.capturedLength, record.data.length);
  u32(bytes, recordField.originalLength, record.originalLength ?? record.data.length);
  bytes.set(record.data, pcapRecordBytes);
  return bytes;
}
