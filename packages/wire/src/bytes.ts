/**
 * Integers in and out of byte arrays, without a DataView. Nothing here checks bounds: whoever calls has compared the
 * offset with the end of the captured bytes first.
 */

/** Unsigned 16 bits, network byte order. */
export function readU16(data: Uint8Array, at: number): number {
  return (data[at]! << 8) | data[at + 1]!;
}

/** Unsigned 32 bits, network byte order. */
export function readU32(data: Uint8Array, at: number): number {
  return ((data[at]! << 24) | (data[at + 1]! << 16) | (data[at + 2]! << 8) | data[at + 3]!) >>> 0;
}

/** Unsigned 16 bits, least significant byte first. */
export function readU16Little(data: Uint8Array, at: number): number {
  return data[at]! | (data[at + 1]! << 8);
}

/** Unsigned 32 bits, least significant byte first. */
export function readU32Little(data: Uint8Array, at: number): number {
  return (data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24)) >>> 0;
}

/** Writes the low 16 bits of `value`, network byte order. */
export function writeU16(data: Uint8Array, at: number, value: number): void {
  data[at] = value >>> 8;
  data[at + 1] = value;
}

/** Writes the low 32 bits of `value`, network byte order. */
export function writeU32(data: Uint8Array, at: number, value: number): void {
  data[at] = value >>> 24;
  data[at + 1] = value >>> 16;
  data[at + 2] = value >>> 8;
  data[at + 3] = value;
}

/** Writes the low 16 bits of `value`, least significant byte first. */
export function writeU16Little(data: Uint8Array, at: number, value: number): void {
  data[at] = value;
  data[at + 1] = value >>> 8;
}

/** Writes the low 32 bits of `value`, least significant byte first. */
export function writeU32Little(data: Uint8Array, at: number, value: number): void {
  data[at] = value;
  data[at + 1] = value >>> 8;
  data[at + 2] = value >>> 16;
  data[at + 3] = value >>> 24;
}

/** The parts one after another, in a new array. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
