/** ICMP errors to bytes: a router's packet with the connection's packet inside. */
import { ethernetFrame, icmpError } from '@halfopen/wire';
import { FrameField } from './frames.ts';
import { ethernetBytes, gatewayMac } from './headers.ts';
import type { Renderer, Rendering } from './render.ts';

/** Most of the quoted packet that a router sends back: the whole error fits 576 bytes (RFC 1812 4.3.2.3), or 1280 (RFC 4443 2.4). */
const quotedBytes = { 4: 548, 6: 1232 } as const;
const initialTtl = 64;
const scratch = Buffer.alloc(2048);
const ttlShift = 16;

/** The frame with the error that answers the client's packet described by `words` from `from` on. */
export function renderIcmp(
  renderer: Renderer,
  connection: Rendering,
  words: Int32Array,
  from: number,
): Uint8Array {
  const packed = words[from + FrameField.icmp]!;
  const hops = (packed >> 16) & 0xff;
  // the router quotes the packet as it came: each router before it has taken one from the TTL
  const quotedWords = words.slice(from, from + FrameField.icmp);
  quotedWords[FrameField.head] = quotedWords[FrameField.head]! - ((hops - 1) << ttlShift);
  const length = renderer.render(connection, quotedWords, 0, scratch, 0, scratch.length);
  const { ipVersion, bytes } = connection.headers[0];
  const most = Math.min(length, ethernetBytes + quotedBytes[ipVersion]);
  const client = ipVersion === 4 ? bytes.subarray(26, 30) : bytes.subarray(22, 38);
  const packet = icmpError({
    source: ipVersion === 4 ? `192.0.2.${hops}` : `2001:db8:0:${hops}::1`,
    destination: client,
    type: (packed >> 8) & 0xff,
    code: packed & 0xff,
    quoted: Uint8Array.from(scratch.subarray(ethernetBytes, most)),
    ttl: initialTtl - hops + 1,
  });
  return ethernetFrame({ payload: packet, source: gatewayMac, destination: bytes.subarray(6, 12) });
}
