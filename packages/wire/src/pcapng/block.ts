/**
 * Blocks of pcapng (draft-ietf-opsawg-pcapng section 3): type, total length, body padded to whole words, total length again.
 * All words are in the byte order of the section, which its header block tells.
 */

/** Block types. */
export const blockType = {
  /** Section header; reads the same in both byte orders. */
  section: 0x0a0d0d0a,
  interface: 1,
  /** What packets were in before there were enhanced packets. */
  obsoletePacket: 2,
  simplePacket: 3,
  enhancedPacket: 6,
} as const;

/** Where the first length stands, where the body begins, and how many bytes the second length has. */
export const blockLengthOffset: number = 4;
export const blockBodyOffset: number = 8;
export const blockTailBytes: number = 4;

/** Nothing shorter is a block. */
export const smallestBlockBytes: number = 12;

/** No block may claim more; other readers draw the line there too. */
export const largestBlockBytes: number = 16 * 1024 * 1024;

/** Offsets in a section header block. */
export const sectionField = {
  byteOrder: 8,
  versionMajor: 12,
  versionMinor: 14,
  sectionLength: 16,
  options: 24,
} as const;
export const byteOrderMagic: number = 0x1a2b3c4d;
export const supportedMajor: number = 1;

/** Offsets in an interface description block. */
export const interfaceField = { linkType: 8, snapLength: 12, options: 16 } as const;

/** Offsets in an enhanced packet block. */
export const enhancedField = {
  interfaceId: 8,
  timestampHigh: 12,
  timestampLow: 16,
  capturedLength: 20,
  originalLength: 24,
  packet: 28,
} as const;

/** Offsets in an obsolete packet block: as in an enhanced one, but that the interface has 16 bits, and a drop count the rest. */
export const obsoleteField = { interfaceId: 8, drops: 10 } as const;

/** Offsets in a simple packet block. */
export const simpleField = { originalLength: 8, packet: 12 } as const;

/** Options of an interface that are read (section 4.2), and the one that ends all lists. */
export const optionCode = { end: 0, interfaceName: 2, timestampResolution: 9, timestampOffset: 14 } as const;

/** Rounds up to whole words. */
export function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
