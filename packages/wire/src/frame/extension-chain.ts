/** The IPv6 extension headers of a packet one by one, for whoever wants to look into them. */
import { readU16 } from '../bytes.ts';
import { extensionBytes, isExtension, smallestBytes } from './extension-headers.ts';
import { Protocol } from './numbers.ts';

/** One extension header. */
export interface ExtensionHeader {
  /** Its own kind, e.g. {@link Protocol}.routing. */
  readonly protocol: number;
  readonly offset: number;
  readonly lengthBytes: number;
}

/** All of them, and what follows. */
export interface ExtensionChain {
  readonly headers: readonly ExtensionHeader[];
  /** The protocol of what follows; -1: a later fragment, or the chain is cut off. */
  readonly protocol: number;
  /** Where that begins. */
  readonly offset: number;
}

const fragmentOffset = 2;
const fragmentOffsetMask = 0xfff8;

/** Follows the chain from the header of kind `first` at `at`, reading no byte at or beyond `end`. Allocates. */
export function extensionChain(data: Uint8Array, at: number, end: number, first: number): ExtensionChain {
  const headers: ExtensionHeader[] = [];
  let protocol = first;
  let offset = at;
  while (isExtension(protocol)) {
    const lengthBytes = offset + smallestBytes > end ? Infinity : extensionBytes(data, offset, protocol);
    if (offset + lengthBytes > end) return { headers, protocol: -1, offset };
    headers.push({ protocol, offset, lengthBytes });
    const isLaterFragment =
      protocol === Protocol.fragment && (readU16(data, offset + fragmentOffset) & fragmentOffsetMask) !== 0;
    protocol = isLaterFragment ? -1 : data[offset]!;
    offset += lengthBytes;
  }
  return { headers, protocol, offset };
}
