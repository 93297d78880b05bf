/**
 * The chain of IPv6 extension headers, RFC 8200 section 4: each names the next protocol in its first byte and its own
 * length in the second. The walk stops at the first protocol that is no extension header, behind a later fragment, and at
 * ESP, behind which all is encrypted.
 */
import { readU16, readU32 } from '../bytes.ts';
import { Protocol } from './numbers.ts';
import type { FrameProblem } from './problem.ts';

const field = { nextHeader: 0, length: 1, fragment: 2, fragmentId: 4 } as const;
/** No extension header is shorter. */
export const smallestBytes: number = 8;

/** RFC 8200 section 4.1 has each kind occur once, destination options twice; that many are no accident. */
const longestChain = 16;

const fragmentMore = 0x0001;
const fragmentOffsetMask = 0xfff8;

/** Jumbo payload option of the hop-by-hop header, RFC 2675 section 2. */
const jumbo = { option: 0xc2, dataLength: 4, bytes: 6, pad1: 0x00 } as const;

/** Where a walk over extension headers ended. One object serves many walks. */
export class ExtensionWalk {
  /** The protocol behind the chain. */
  protocol: number = Protocol.none;
  /** Where its header begins. */
  offset: number = 0;
  /** Identification in the fragment header; -1: no fragment header. */
  fragmentId: number = -1;
  moreFragments: boolean = false;
  /** Position of this fragment, in bytes. */
  fragmentOffset: number = 0;
  /** Payload length of a jumbogram; 0: none stated. */
  jumboLength: number = 0;
  /** Why the walk ended early; `null` when it did not. */
  problem: FrameProblem | null = null;

  /** Walks from the header of kind `first` at `at`, reading no byte at or beyond `end`. */
  walk(data: Uint8Array, at: number, end: number, first: number): void {
    this.protocol = first;
    this.offset = at;
    this.fragmentId = -1;
    this.moreFragments = false;
    this.fragmentOffset = 0;
    this.jumboLength = 0;
    this.problem = null;
    for (let count = 0; isExtension(this.protocol) && this.fragmentOffset === 0; count += 1) {
      if (count === longestChain) {
        this.problem = 'too-many-extension-headers';
        return;
      }
      const length =
        this.offset + smallestBytes > end ? Infinity : extensionBytes(data, this.offset, this.protocol);
      if (this.offset + length > end) {
        this.problem = 'truncated-extension-header';
        return;
      }
      if (this.protocol === Protocol.fragment) this.#readFragment(data);
      else if (this.protocol === Protocol.hopByHop) this.jumboLength = jumboLength(data, this.offset, length);
      this.protocol = data[this.offset + field.nextHeader]!;
      this.offset += length;
    }
  }

  #readFragment(data: Uint8Array): void {
    const fragment = readU16(data, this.offset + field.fragment);
    this.moreFragments = (fragment & fragmentMore) !== 0;
    this.fragmentOffset = fragment & fragmentOffsetMask;
    this.fragmentId = readU32(data, this.offset + field.fragmentId);
  }
}

/** Whether a protocol number names an extension header. */
export function isExtension(protocol: number): boolean {
  switch (protocol) {
    case Protocol.hopByHop:
    case Protocol.routing:
    case Protocol.fragment:
    case Protocol.authentication:
    case Protocol.destinationOptions:
    case Protocol.mobility:
    case Protocol.hip:
    case Protocol.shim6:
      return true;
    default:
      return false;
  }
}

/** Bytes of the extension header at `at`, at least {@link smallestBytes}, of which so many are there. */
export function extensionBytes(data: Uint8Array, at: number, protocol: number): number {
  if (protocol === Protocol.fragment) return smallestBytes;
  const units = data[at + field.length]!;
  // RFC 4302 section 2.2: the authentication header counts words of 4 bytes, less two
  return protocol === Protocol.authentication ? (units + 2) * 4 : (units + 1) * 8;
}

function jumboLength(data: Uint8Array, at: number, length: number): number {
  const end = at + length;
  for (let option = at + 2; option + jumbo.bytes <= end;) {
    const kind = data[option]!;
    const dataLength = data[option + 1]!;
    if (kind === jumbo.option && dataLength === jumbo.dataLength) return readU32(data, option + 2);
    option += kind === jumbo.pad1 ? 1 : 2 + dataLength;
  }
  return 0;
}
