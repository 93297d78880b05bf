/**
 * The 16 bytes before each packet of a classic pcap file (draft-ietf-opsawg-pcap section 5), in the byte order of the
 * file header:
 *
 *     0  seconds since 1970-01-01 UTC
 *     4  fraction of a second, in the unit the file's magic number names
 *     8  captured length: how many bytes follow
 *    12  original length: how many bytes the packet had
 */

/** Length of a record header in bytes. */
export const pcapRecordBytes: number = 16;

/** Length in files with the magic number 0xa1b2cd34: interface, protocol and packet type stand behind the usual fields. */
export const longRecordBytes: number = 24;

/** Byte offsets of the fields. */
export const recordField = { seconds: 0, fraction: 4, capturedLength: 8, originalLength: 12 } as const;
