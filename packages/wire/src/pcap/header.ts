/**
 * The 24 bytes at the start of a classic pcap file (draft-ietf-opsawg-pcap section 4):
 *
 *     0  magic: byte order and unit of the fraction of a second
 *     4  major version (2), minor version (4)
 *     8  two reserved words
 *    16  snap length: the most bytes kept of any packet; 0 when not stated
 *    20  link type in the low 16 bits; length of a frame check sequence in the upper ones
 *
 * All words are in the byte order of the machine that wrote the file.
 */
import { readU16, readU16Little, readU32, readU32Little } from '../bytes.ts';
import { CaptureError } from '../capture-error.ts';
import { lookInWords, looksLike } from '../looks-like.ts';
import { longRecordBytes, pcapRecordBytes } from './record.ts';

/** Byte order of the words in a file. */
export type ByteOrder = 'big' | 'little';

/** What the fraction of a second in a record counts. */
export type TimestampUnit = 'us' | 'ns';

/** The file header's meaning. */
export interface PcapHeader {
  readonly byteOrder: ByteOrder;
  readonly timestampUnit: TimestampUnit;
  readonly versionMajor: number;
  readonly versionMinor: number;
  /** Bytes kept of a packet at most; 0: not stated. */
  readonly snapLength: number;
  /** A LINKTYPE number, see {@link LinkType}. */
  readonly linkType: number;
  /** Bytes of frame check sequence at the end of each packet; 0: not stated. */
  readonly fcsBytes: number;
  /** Bytes before each packet: 16, or 24 in the variant with the interface in them. */
  readonly recordHeaderBytes: number;
}

/** Length of the file header in bytes. */
export const pcapHeaderBytes: number = 24;

/** Magic numbers as the writing machine sees them. */
export const pcapMagic = {
  us: 0xa1b2c3d4,
  ns: 0xa1b23c4d,
  /** Microseconds, and longer record headers: a patched libpcap of the late 1990s. */
  usLong: 0xa1b2cd34,
} as const;

/** Byte offsets of the fields. */
export const pcapField = {
  magic: 0,
  versionMajor: 4,
  versionMinor: 6,
  snapLength: 16,
  linkType: 20,
} as const;

/** Parts of the link type word: 4 bits of length in 16-bit units, valid when the flag is set. */
export const fcsField = {
  present: 0x04000000,
  lengthShift: 28,
  unitBytes: 2,
} as const;

const supportedMajor = 2;

/**
 * Reads the file header at the start of `data`.
 * Throws {@link CaptureError}: `not-pcap`, `pcap-header-truncated` or `pcap-version-unsupported`.
 */
export function parsePcapHeader(data: Uint8Array): PcapHeader {
  const format = data.length < 4 ? null : formatOf(readU32(data, pcapField.magic));
  if (format === null) {
    const look = looksLike(data);
    throw new CaptureError('not-pcap', `not a pcap file: it looks like ${lookInWords(look)}`, {
      looksLike: look,
    });
  }
  if (data.length < pcapHeaderBytes) {
    throw new CaptureError(
      'pcap-header-truncated',
      `a pcap file header has ${pcapHeaderBytes} bytes; here are ${data.length}`,
    );
  }
  const big = format.byteOrder === 'big';
  const u16 = big ? readU16 : readU16Little;
  const u32 = big ? readU32 : readU32Little;
  const versionMajor = u16(data, pcapField.versionMajor);
  const versionMinor = u16(data, pcapField.versionMinor);
  if (versionMajor !== supportedMajor) {
    throw new CaptureError(
      'pcap-version-unsupported',
      `pcap version ${versionMajor}.${versionMinor}; only ${supportedMajor}.x can be read`,
    );
  }
  const linkWord = u32(data, pcapField.linkType);
  const fcsUnits = (linkWord & fcsField.present) === 0 ? 0 : linkWord >>> fcsField.lengthShift;
  return {
    ...format,
    versionMajor,
    versionMinor,
    snapLength: u32(data, pcapField.snapLength),
    linkType: linkWord & 0xffff,
    fcsBytes: fcsUnits * fcsField.unitBytes,
  };
}

type PcapFormat = Pick<PcapHeader, 'byteOrder' | 'timestampUnit' | 'recordHeaderBytes'>;

function formatOf(magic: number): PcapFormat | null {
  switch (magic) {
    case pcapMagic.us:
      return { byteOrder: 'big', timestampUnit: 'us', recordHeaderBytes: pcapRecordBytes };
    case 0xd4c3b2a1:
      return { byteOrder: 'little', timestampUnit: 'us', recordHeaderBytes: pcapRecordBytes };
    case pcapMagic.ns:
      return { byteOrder: 'big', timestampUnit: 'ns', recordHeaderBytes: pcapRecordBytes };
    case 0x4d3cb2a1:
      return { byteOrder: 'little', timestampUnit: 'ns', recordHeaderBytes: pcapRecordBytes };
    case pcapMagic.usLong:
      return { byteOrder: 'big', timestampUnit: 'us', recordHeaderBytes: longRecordBytes };
    case 0x34cdb2a1:
      return { byteOrder: 'little', timestampUnit: 'us', recordHeaderBytes: longRecordBytes };
    default:
      return null;
  }
}
