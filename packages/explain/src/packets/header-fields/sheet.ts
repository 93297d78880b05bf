/** Where the fields of headers are written down. */
import { readU16, readU32 } from '@halfopen/wire';

/** A header. `quoted`: of the packet that an ICMP error is about. */
export type HeaderLayer =
  | 'IPv4'
  | 'IPv6'
  | 'TCP'
  | 'ICMP'
  | 'ICMPv6'
  | 'quoted IPv4'
  | 'quoted IPv6'
  | 'quoted TCP';

/** A field of a header. */
export interface HeaderField {
  readonly layer: HeaderLayer;
  /** As the RFC that defines it names it. */
  readonly name: string;
  readonly value: string;
  /** Where its bytes begin in those that were given. Fields may share a byte. */
  readonly offset: number;
  readonly lengthBytes: number;
  /** What is to be said of the value. */
  readonly note?: string;
}

/** The fields of one header. Places count from where it begins; what is not there reads as 0, and is not noted. */
export class Sheet {
  /** The header, and what follows it. */
  readonly bytes: Uint8Array;
  readonly #offset: number;
  readonly #layer: HeaderLayer;
  readonly #fields: HeaderField[];

  constructor(all: Uint8Array, offset: number, layer: HeaderLayer, fields: HeaderField[]) {
    this.bytes = all.subarray(offset);
    this.#offset = offset;
    this.#layer = layer;
    this.#fields = fields;
  }

  /** Notes a field, as a plain number unless its value is given, if it is there as a whole. */
  put(
    name: string,
    at: number,
    lengthBytes: number,
    value: string = this.#plain(at, lengthBytes),
    note = '',
  ): void {
    if (at + lengthBytes > this.bytes.length) return;
    const field = { layer: this.#layer, name, value, offset: this.#offset + at, lengthBytes };
    this.#fields.push(note === '' ? field : { ...field, note });
  }

  u8(at: number): number {
    return this.bytes[at] ?? 0;
  }

  u16(at: number): number {
    return readU16(this.bytes, at);
  }

  u32(at: number): number {
    return readU32(this.bytes, at);
  }

  /** Bytes in hexadecimal. */
  hex(at: number, lengthBytes: number): string {
    const digits = Array.from(this.bytes.subarray(at, at + lengthBytes), (byte) =>
      byte.toString(16).padStart(2, '0'),
    );
    return `0x${digits.join('')}`;
  }

  #plain(at: number, lengthBytes: number): string {
    return String(lengthBytes === 1 ? this.u8(at) : lengthBytes === 2 ? this.u16(at) : this.u32(at));
  }
}

/** A number with what it stands for, if that is known. */
export function named(value: number, name: string | undefined): string {
  return name === undefined ? String(value) : `${value} (${name})`;
}
