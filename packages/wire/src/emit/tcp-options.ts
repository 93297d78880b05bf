/** Builds TCP options. */
import { concatBytes, writeU16, writeU32 } from '../bytes.ts';
import { TcpOptionKind } from '../frame/tcp-options.ts';

/** An option to build. `raw` stands as given. */
export type TcpOptionSpec =
  | { readonly kind: 'mss'; readonly bytes: number }
  | { readonly kind: 'window-scale'; readonly shift: number }
  | { readonly kind: 'sack-permitted' }
  | { readonly kind: 'sack'; readonly blocks: readonly SackBlock[] }
  | { readonly kind: 'timestamps'; readonly value: number; readonly echo: number }
  | { readonly kind: 'fast-open'; readonly cookie: Uint8Array }
  | { readonly kind: 'nop' }
  | { readonly kind: 'raw'; readonly bytes: Uint8Array };

/** Sequence numbers received: from `left` up to but not including `right`. */
export interface SackBlock {
  readonly left: number;
  readonly right: number;
}

/** The options one behind the other, padded with zeros (end of options) to whole words. Throws RangeError beyond 40 bytes. */
export function tcpOptionBytes(options: readonly TcpOptionSpec[]): Uint8Array {
  const bytes = concatBytes(options.map(optionBytes));
  const padded = new Uint8Array(4 * Math.ceil(bytes.length / 4));
  if (padded.length > 40) throw new RangeError(`TCP options of ${padded.length} bytes; 40 fit`);
  padded.set(bytes);
  return padded;
}

function optionBytes(option: TcpOptionSpec): Uint8Array {
  switch (option.kind) {
    case 'mss': {
      const bytes = withHeader(TcpOptionKind.mss, 2);
      writeU16(bytes, 2, option.bytes);
      return bytes;
    }
    case 'window-scale': {
      const bytes = withHeader(TcpOptionKind.windowScale, 1);
      bytes[2] = option.shift;
      return bytes;
    }
    case 'sack-permitted':
      return withHeader(TcpOptionKind.sackPermitted, 0);
    case 'sack': {
      const bytes = withHeader(TcpOptionKind.sack, 8 * option.blocks.length);
      option.blocks.forEach((block, index) => {
        writeU32(bytes, 2 + 8 * index, block.left);
        writeU32(bytes, 6 + 8 * index, block.right);
      });
      return bytes;
    }
    case 'timestamps': {
      const bytes = withHeader(TcpOptionKind.timestamps, 8);
      writeU32(bytes, 2, option.value);
      writeU32(bytes, 6, option.echo);
      return bytes;
    }
    case 'fast-open': {
      const bytes = withHeader(TcpOptionKind.fastOpen, option.cookie.length);
      bytes.set(option.cookie, 2);
      return bytes;
    }
    case 'nop':
      return Uint8Array.of(TcpOptionKind.nop);
    case 'raw':
      return option.bytes;
  }
}

function withHeader(kind: number, valueBytes: number): Uint8Array {
  const bytes = new Uint8Array(2 + valueBytes);
  bytes[0] = kind;
  bytes[1] = bytes.length;
  return bytes;
}
