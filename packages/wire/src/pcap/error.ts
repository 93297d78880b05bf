/** What can be wrong with a capture file as a whole. The code is stable; the message is not. */
export type PcapErrorCode =
  /** The first bytes are not a pcap magic number. */
  | 'not-pcap'
  /** A pcap magic number, but the input ends within the 24 bytes of the file header. */
  | 'pcap-header-truncated'
  /** A pcap magic number with a major version other than 2. */
  | 'pcap-version-unsupported'
  /** A record claims more bytes than any capture of this file can hold: the file is damaged from here on. */
  | 'pcap-record-too-long';

/** What a file that is not a pcap begins like. */
export type FileLook =
  | 'empty'
  | 'pcapng'
  | 'modified-pcap'
  | 'gzip'
  | 'zstd'
  | 'xz'
  | 'bzip2'
  | 'zip'
  | 'snoop'
  | 'text'
  | 'unknown';

/** Facts that go with a {@link PcapError}. */
export interface PcapErrorFacts {
  /** With `not-pcap`: what the input begins like. */
  readonly looksLike?: FileLook;
  /** With `pcap-record-too-long`: the 1-based number of the record that could not be read. */
  readonly frameNumber?: number;
  /** With `pcap-record-too-long`: how many bytes it claims. */
  readonly claimedLength?: number;
}

/** A capture that cannot be read, or not beyond a certain record. Match on `code`. */
export class PcapError extends Error {
  override readonly name: string = 'PcapError';
  readonly code: PcapErrorCode;
  readonly facts: PcapErrorFacts;

  constructor(code: PcapErrorCode, message: string, facts: PcapErrorFacts = {}) {
    super(message);
    this.code = code;
    this.facts = facts;
  }
}
