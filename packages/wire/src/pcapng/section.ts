/** The start of a section (draft-ietf-opsawg-pcapng section 4.1), and what lengths are accepted of blocks. */
import { readU16, readU16Little, readU32, readU32Little } from '../bytes.ts';
import { CaptureError } from '../capture-error.ts';
import { lookInWords, looksLike } from '../looks-like.ts';
import {
  blockType,
  byteOrderMagic,
  largestBlockBytes,
  sectionField,
  smallestBlockBytes,
  supportedMajor,
} from './block.ts';

const smallestSectionBytes = 28;
const wordBytes = 4;

/**
 * Whether the words of the section whose header block begins at `at` have their least significant byte first: the first 12
 * bytes of the block tell.
 * Throws {@link CaptureError} `pcapng-block-malformed` when they do not. `frameNumber` is that of the next packet.
 */
export function sectionIsLittle(data: Uint8Array, at: number, frameNumber: number): boolean {
  if (readU32Little(data, at + sectionField.byteOrder) === byteOrderMagic) return true;
  if (readU32(data, at + sectionField.byteOrder) === byteOrderMagic) return false;
  throw new CaptureError(
    'pcapng-block-malformed',
    `the section header before frame ${frameNumber} tells no byte order`,
    { frameNumber },
  );
}

/**
 * Why the section whose header block of `length` bytes lies at `at` cannot be read; `null` when it can.
 */
export function sectionTrouble(
  data: Uint8Array,
  at: number,
  length: number,
  little: boolean,
): CaptureError | null {
  if (length < smallestSectionBytes) {
    return new CaptureError('pcapng-block-malformed', `a section header of ${length} bytes`, {
      claimedLength: length,
    });
  }
  const u16 = little ? readU16Little : readU16;
  const major = u16(data, at + sectionField.versionMajor);
  if (major === supportedMajor) return null;
  const minor = u16(data, at + sectionField.versionMinor);
  return new CaptureError(
    'pcapng-version-unsupported',
    `pcapng version ${major}.${minor}; only ${supportedMajor}.x can be read`,
  );
}

/** Throws {@link CaptureError} for a block whose length cannot be believed. */
export function checkLength(length: number, frameNumber: number): void {
  if (length < smallestBlockBytes || length % wordBytes !== 0) {
    throw new CaptureError(
      'pcapng-block-malformed',
      `a block before frame ${frameNumber} claims ${length} bytes, which no block can have`,
      { frameNumber, claimedLength: length },
    );
  }
  if (length > largestBlockBytes) {
    throw new CaptureError(
      'pcapng-block-too-long',
      `a block before frame ${frameNumber} claims ${length} bytes; ${largestBlockBytes} are accepted`,
      { frameNumber, claimedLength: length },
    );
  }
}

/** Throws the {@link CaptureError} for an input that does not begin with a whole section header. */
export function refuseStart(data: Uint8Array): never {
  if (data.length >= wordBytes && readU32(data, 0) === blockType.section) {
    throw new CaptureError('pcapng-header-truncated', 'the input ends within the first section header');
  }
  const look = looksLike(data);
  throw new CaptureError('not-pcapng', `not a pcapng file: it looks like ${lookInWords(look)}`, {
    looksLike: look,
  });
}
