/**
 * Messages that can be told apart and checked: number, length, then bytes that follow from the number.
 *
 *     0        4         8
 *     | number | length  | filling ... |
 */

const HEADER_BYTES = 8;
const SPREAD = 2_654_435_761;

function fillingOf(id: number): number {
  return (Math.imul(id, SPREAD) >>> 24) & 0xff;
}

/** The length of message `id` between two bounds: the same each time. */
export function sizeOf(id: number, minBytes: number, maxBytes: number): number {
  const span = Math.max(maxBytes - minBytes, 0) + 1;
  return Math.max(HEADER_BYTES, minBytes + ((Math.imul(id, SPREAD) >>> 8) % span));
}

/** A message. */
export function encodePayload(id: number, bytes: number): Buffer {
  const payload = Buffer.alloc(Math.max(bytes, HEADER_BYTES), fillingOf(id));
  payload.writeUInt32BE(id, 0);
  payload.writeUInt32BE(payload.length, 4);
  return payload;
}

/** Which message it is, and whether every byte is as it was sent. */
export function decodePayload(payload: Uint8Array): { readonly id: number; readonly intact: boolean } {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  if (bytes.length < HEADER_BYTES) return { id: 0, intact: false };
  const id = bytes.readUInt32BE(0);
  return {
    id,
    intact: bytes.equals(encodePayload(id, bytes.readUInt32BE(4) === bytes.length ? bytes.length : 0)),
  };
}
