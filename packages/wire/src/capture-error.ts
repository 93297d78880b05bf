/** What can be wrong with a capture as a whole. The code is stable; the message is not. */
import type { FileLook } from './looks-like.ts';

/** Stable names of what can be wrong. */
export type CaptureErrorCode =
  /** The input begins like no kind of capture that can be read. */
  | 'not-capture'
  /** The first bytes are not a pcap magic number. */
  | 'not-pcap'
  /** A pcap magic number, but the input ends within the 24 bytes of the file header. */
  | 'pcap-header-truncated'
  /** A pcap magic number with a major version other than 2. */
  | 'pcap-version-unsupported'
  /** A record claims more bytes than any capture of this file can hold: the file is damaged from here on. */
  | 'pcap-record-too-long'
  /** The first block is no section header, or no byte order can be told from it. */
  | 'not-pcapng'
  /** The input ends within the first section header. */
  | 'pcapng-header-truncated'
  /** A section of a major version other than 1. */
  | 'pcapng-version-unsupported'
  /** A block claims a length that no block can have: the file is damaged from here on. */
  | 'pcapng-block-malformed'
  /** A block claims more bytes than are accepted of any: the file is damaged from here on. */
  | 'pcapng-block-too-long'
  /** The input is compressed in a way that this platform cannot undo. */
  | 'compression-unsupported'
  /** Compressed data that is wrong from some point on; what came before it has been delivered. */
  | 'compression-damaged'
  /** The input ended within compressed data; what came before has been delivered. */
  | 'compression-truncated';

/** Facts that go with a {@link CaptureError}. */
export interface CaptureErrorFacts {
  /** With the `not-` codes: what the input begins like. With `compression-` ones: how it is compressed. */
  readonly looksLike?: FileLook;
  /** At a damaged record or block: the 1-based number that the next frame would have had. */
  readonly frameNumber?: number;
  /** At a damaged record or block: how many bytes it claims. */
  readonly claimedLength?: number;
}

/** A capture that cannot be read, or not beyond a certain record. Match on `code`. */
export class CaptureError extends Error {
  override readonly name: string = 'CaptureError';
  readonly code: CaptureErrorCode;
  readonly facts: CaptureErrorFacts;

  constructor(code: CaptureErrorCode, message: string, facts: CaptureErrorFacts = {}) {
    super(message);
    this.code = code;
    this.facts = facts;
  }
}
