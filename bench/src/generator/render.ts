/** Numbers to bytes: Ethernet, IP, TCP with options and payload, all checksums right. */
import { FrameField, Layout } from './frames.ts';
import type { LayoutNumber } from './frames.ts';
import type { Headers } from './headers.ts';
import { ethernetBytes, ipBytes } from './headers.ts';
import type { PayloadPool } from './payload.ts';

/** Length of the TCP header by layout. */
const headerBytes: Readonly<Record<LayoutNumber, number>> = {
  [Layout.bare]: 20,
  [Layout.timestamps]: 32,
  [Layout.sack]: 44,
  [Layout.open]: 40,
  [Layout.mss]: 24,
};

/** What rendering needs to know of a connection besides its frames. */
export interface Rendering {
  /** By direction: from the client, from the server. */
  readonly headers: readonly [Headers, Headers];
  /** Window shifts in the SYNs, by direction. */
  readonly shifts: readonly [number, number];
  /** Where each direction's stream runs through the pool, less its first sequence number. */
  readonly streams: readonly [number, number];
  readonly mss: number;
}

/** Where the TTL and the checksums lie, counted from the start of the frame. */
const ttlAt = { 4: 22, 6: 21 } as const;

/** Writes one frame at a time into a buffer. */
export class Renderer {
  readonly #pool: PayloadPool;

  constructor(pool: PayloadPool) {
    this.#pool = pool;
  }

  /**
   * Writes the frame described by `words` from `from` on to `target` at `at`, with payload up to `most` bytes of the frame; checksums
   * are those of the whole frame. Returns how long the whole frame is. The target has room for it.
   */
  render(
    connection: Rendering,
    words: Int32Array,
    from: number,
    target: Buffer,
    at: number,
    most: number,
  ): number {
    const head = words[from + FrameField.head]!;
    const direction = (head & 1) as 0 | 1;
    const layout = ((head >> 1) & 7) as LayoutNumber;
    const headers = connection.headers[direction];
    const length = words[from + FrameField.length]!;
    const tcpHeader = headerBytes[layout];
    const tcpLength = tcpHeader + length;
    target.set(headers.bytes, at);
    writeIp(headers, words, from, target, at, tcpLength);
    const tcpAt = at + ethernetBytes + ipBytes[headers.ipVersion];
    const headerSum = writeTcp(headers, words, from, target, tcpAt, tcpHeader);
    const optionSum = writeOptions(connection, layout, words, from, target, tcpAt + 20);
    let sum = headers.tcpSum + tcpLength + headerSum + optionSum;
    if (length > 0) {
      const position = connection.streams[direction] + words[from + FrameField.seq]!;
      sum += this.#pool.sum(position, length);
      const captured = Math.min(length, at + most - tcpAt - tcpHeader);
      if (captured > 0) this.#pool.copy(position, captured, target, tcpAt + tcpHeader);
    }
    put16(target, tcpAt + 16, complement(sum));
    return tcpAt + tcpLength - at;
  }
}

function writeIp(
  headers: Headers,
  words: Int32Array,
  from: number,
  target: Buffer,
  at: number,
  tcpLength: number,
): void {
  const ttl = (words[from + FrameField.head]! >> 16) & 0xff;
  target[at + ttlAt[headers.ipVersion]] = ttl;
  if (headers.ipVersion === 6) {
    put16(target, at + 18, tcpLength);
    return;
  }
  const id = words[from + FrameField.windowAndId]! >>> 16;
  const total = ipBytes[4] + tcpLength;
  put16(target, at + 16, total);
  put16(target, at + 18, id);
  put16(target, at + 24, complement(headers.ipSum + total + id + (ttl << 8)));
}

/** All but the checksum. Returns the sum of what it wrote besides the ports. */
function writeTcp(
  headers: Headers,
  words: Int32Array,
  from: number,
  target: Buffer,
  at: number,
  headerLength: number,
): number {
  const offsetAndFlags = (headerLength << 10) | ((words[from + FrameField.head]! >> 8) & 0xff);
  const window = words[from + FrameField.windowAndId]! & 0xffff;
  put16(target, at, headers.sourcePort);
  put16(target, at + 2, headers.destinationPort);
  put16(target, at + 12, offsetAndFlags);
  put16(target, at + 14, window);
  put16(target, at + 16, 0);
  put16(target, at + 18, 0);
  return (
    put32(target, at + 4, words[from + FrameField.seq]!) +
    put32(target, at + 8, words[from + FrameField.ack]!) +
    offsetAndFlags +
    window
  );
}

/** Returns the sum of what it wrote. */
function writeOptions(
  connection: Rendering,
  layout: LayoutNumber,
  words: Int32Array,
  from: number,
  target: Buffer,
  at: number,
): number {
  const stamp = words[from + FrameField.stamp]!;
  const echo = words[from + FrameField.echo]!;
  switch (layout) {
    case Layout.bare:
      return 0;
    case Layout.mss:
      return put32(target, at, 0x0204_0000 | connection.mss);
    case Layout.timestamps:
      return put32(target, at, 0x0101_080a) + put32(target, at + 4, stamp) + put32(target, at + 8, echo);
    case Layout.sack:
      return (
        put32(target, at, 0x0101_080a) +
        put32(target, at + 4, stamp) +
        put32(target, at + 8, echo) +
        put32(target, at + 12, 0x0101_050a) +
        put32(target, at + 16, words[from + FrameField.sackLeft]!) +
        put32(target, at + 20, words[from + FrameField.sackRight]!)
      );
    case Layout.open: {
      const shift = connection.shifts[(words[from + FrameField.head]! & 1) as 0 | 1];
      return (
        put32(target, at, 0x0204_0000 | connection.mss) +
        put32(target, at + 4, 0x0402_080a) +
        put32(target, at + 8, stamp) +
        put32(target, at + 12, echo) +
        put32(target, at + 16, 0x0103_0300 | shift)
      );
    }
  }
}

function put16(target: Buffer, at: number, value: number): void {
  target[at] = value >> 8;
  target[at + 1] = value;
}

/** Returns the sum of its two words. */
function put32(target: Buffer, at: number, value: number): number {
  target[at] = value >> 24;
  target[at + 1] = value >> 16;
  target[at + 2] = value >> 8;
  target[at + 3] = value;
  return (value >>> 16) + (value & 0xffff);
}

/** The checksum that makes `sum` complete. */
function complement(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}
