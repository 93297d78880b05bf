/** Interface description blocks (draft-ietf-opsawg-pcapng section 4.2): what the packets that name the interface are. */
import { readU16, readU16Little, readU32, readU32Little } from '../bytes.ts';
import { decodeUtf8 } from '../platform.ts';
import { blockTailBytes, interfaceField, optionCode, padded } from './block.ts';

/** An interface of a section. */
export interface PcapngInterface {
  /** A LINKTYPE number, see {@link LinkType}. */
  readonly linkType: number;
  /** Bytes kept of a packet at most; 0: not stated. */
  readonly snapLength: number;
  /** Its name on the machine that captured, without control characters; empty when not told. */
  readonly name: string;
  /** What timestamps count: 10^-n seconds for n below 128, 2^-(n - 128) from there on. */
  readonly timestampResolution: number;
  /** Seconds to be added to timestamps. */
  readonly timestampOffset: number;
}

const microseconds = 6;
const longestName = 256;
const optionHeadBytes = 4;
const resolutionBytes = 1;
const offsetBytes = 8;
const highestOffset = 2 ** 20;

/**
 * Reads the interface from the block of `length` bytes at `at`, which is long enough for the fixed fields. `onProblem` is
 * called when the options are damaged; those that are not hold.
 */
export function parseInterface(
  data: Uint8Array,
  at: number,
  length: number,
  little: boolean,
  onProblem: () => void,
): PcapngInterface {
  const u16 = little ? readU16Little : readU16;
  const u32 = little ? readU32Little : readU32;
  let name = '';
  let timestampResolution = microseconds;
  let timestampOffset = 0;
  const end = at + length - blockTailBytes;
  let next = at + interfaceField.options;
  while (next + optionHeadBytes <= end) {
    const code = u16(data, next);
    const size = u16(data, next + 2);
    const value = next + optionHeadBytes;
    if (code === optionCode.end) break;
    if (value + size > end) {
      onProblem();
      break;
    }
    if (code === optionCode.interfaceName) {
      name = nameOf(data.subarray(value, value + Math.min(size, longestName)));
    } else if (code === optionCode.timestampResolution) {
      if (size === resolutionBytes) timestampResolution = data[value]!;
      else onProblem();
    } else if (code === optionCode.timestampOffset) {
      const offset = size === offsetBytes ? offsetOf(data, value, little) : null;
      if (offset === null) onProblem();
      else timestampOffset = offset;
    }
    next = value + padded(size);
  }
  return {
    linkType: u16(data, at + interfaceField.linkType),
    snapLength: u32(data, at + interfaceField.snapLength),
    name,
    timestampResolution,
    timestampOffset,
  };
}

/** A signed 64-bit integer, `null` when it would leave the range of exact numbers, as no offset in use does. */
function offsetOf(data: Uint8Array, at: number, little: boolean): number | null {
  const high = (little ? readU32Little(data, at + 4) : readU32(data, at)) | 0;
  const low = little ? readU32Little(data, at) : readU32(data, at + 4);
  return Math.abs(high) < highestOffset ? high * 2 ** 32 + low : null;
}

function nameOf(bytes: Uint8Array): string {
  return decodeUtf8(bytes).replaceAll(/\p{Cc}/gu, '');
}
