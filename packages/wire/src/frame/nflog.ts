/**
 * Packets logged by Linux's netfilter, LINKTYPE_NFLOG: address family, version, resource, then attributes of length (its own
 * 4 bytes included), type and value, padded to whole words. One of them holds the IP packet.
 */
import { readU16, readU16Little } from '../bytes.ts';
import { decodeIp } from './network.ts';
import type { FrameView } from './view.ts';

const nflogBytes = 4;
const attribute = { length: 0, type: 2, headerBytes: 4, payload: 9 } as const;

/** netfilter knows fewer than 32 kinds. */
const mostAttributes = 64;

/** Decodes the message at `at`. */
export function decodeNflog(view: FrameView, at: number): void {
  const { data, captureEnd } = view;
  let next = at + nflogBytes;
  for (let count = 0; count < mostAttributes; count += 1) {
    if (next + attribute.headerBytes > captureEnd) {
      view.problem = 'truncated-link-header';
      return;
    }
    // length and type are in the byte order of the host that captured; types are below 256 and never 0
    const u16 = data[next + attribute.type] === 0 ? readU16 : readU16Little;
    if (u16(data, next + attribute.type) === attribute.payload) {
      return decodeIp(view, next + attribute.headerBytes);
    }
    const length = u16(data, next + attribute.length);
    if (length < attribute.headerBytes) {
      view.problem = 'bad-nflog-attribute';
      return;
    }
    next += (length + 3) & ~3;
  }
}
