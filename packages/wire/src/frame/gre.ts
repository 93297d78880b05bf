/**
 * GRE: version 0 of RFC 2784 with the key and sequence number of RFC 2890 and the routing of RFC 1701, version 1 of RFC 2637
 * section 4.1 (PPTP), where an acknowledgment number may stand behind them. Flags say which fields are there.
 */
import { readU16 } from '../bytes.ts';
import type { FrameView } from './view.ts';

const field = { flags: 0, protocol: 2, fixedBytes: 4, wordBytes: 4 } as const;
const flag = {
  checksum: 0x8000,
  routing: 0x4000,
  key: 0x2000,
  sequence: 0x1000,
  acknowledgment: 0x0080,
} as const;
const versionMask = 0x0007;
const newestVersion = 1;

/** Source routes end with an entry of length 0; each is an address family, an offset, a length, and as many bytes. */
const route = { length: 3, headerBytes: 4, most: 16 } as const;

/**
 * Steps over the header at `at`, of which no byte lies at or beyond `end`, and sets the EtherType of what follows; -1 when it
 * is cut off or of a version nobody has defined.
 */
export function grePayload(view: FrameView, at: number, end: number): number {
  if (at + field.fixedBytes > end) return truncated(view);
  const flags = readU16(view.data, at + field.flags);
  if ((flags & versionMask) > newestVersion) return -1;
  let next = at + field.fixedBytes;
  // the checksum comes with two bytes of offset, and so does routing
  if ((flags & (flag.checksum | flag.routing)) !== 0) next += field.wordBytes;
  if ((flags & flag.key) !== 0) next += field.wordBytes;
  if ((flags & flag.sequence) !== 0) next += field.wordBytes;
  if ((flags & versionMask) === 1 && (flags & flag.acknowledgment) !== 0) next += field.wordBytes;
  if ((flags & flag.routing) !== 0) next = behindRoutes(view, next, end);
  if (next < 0 || next > end) return truncated(view);
  view.etherType = readU16(view.data, at + field.protocol);
  return next;
}

function behindRoutes(view: FrameView, at: number, end: number): number {
  let next = at;
  for (let count = 0; count < route.most && next + route.headerBytes <= end; count += 1) {
    const length = view.data[next + route.length]!;
    next += route.headerBytes + length;
    if (length === 0) return next;
  }
  return -1;
}

function truncated(view: FrameView): number {
  view.problem = 'truncated-tunnel-header';
  return -1;
}
