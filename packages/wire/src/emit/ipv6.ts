/** Builds IPv6 packets, with extension headers where asked for. */
import type { Address } from '../address.ts';
import { parseAddress } from '../address.ts';
import { concatBytes, writeU16, writeU32 } from '../bytes.ts';
import { ipv6Field, ipv6FixedBytes } from '../frame/ipv6.ts';

/** A packet to build. */
export interface Ipv6Spec {
  readonly source: Address;
  readonly destination: Address;
  /** What the payload is; see {@link Protocol}. */
  readonly protocol: number;
  readonly payload: Uint8Array;
  /** Default 64. */
  readonly hopLimit?: number;
  /** DSCP and ECN. Default 0. */
  readonly trafficClass?: number;
  /** Default 0. */
  readonly flowLabel?: number;
  /** Extension headers in order. Default: none. */
  readonly extensions?: readonly Ipv6Extension[];
  /** What the length field says. Default: the true length, or 0 when the field cannot hold it. */
  readonly payloadLength?: number;
}

/** An extension header: all kinds whose second byte counts units of 8 bytes, and the fragment header. */
export interface Ipv6Extension {
  /** Its kind; see {@link Protocol}. */
  readonly protocol: number;
  /** What follows its first two bytes; padded with zeros to a multiple of 8 bytes less those two. */
  readonly body: Uint8Array;
}

/** The packet. Throws RangeError for an address that is not IPv6. */
export function ipv6Packet(spec: Ipv6Spec): Uint8Array {
  const { extensions = [], payload } = spec;
  const headers = extensions.map((extension, index) =>
    extensionHeader(extension, extensions[index + 1]?.protocol ?? spec.protocol),
  );
  const trueLength = headers.reduce((length, header) => length + header.length, payload.length);
  const fixed = new Uint8Array(ipv6FixedBytes);
  writeU32(
    fixed,
    ipv6Field.versionClassFlow,
    (6 << 28) | ((spec.trafficClass ?? 0) << 20) | (spec.flowLabel ?? 0),
  );
  writeU16(fixed, ipv6Field.payloadLength, spec.payloadLength ?? (trueLength > 0xffff ? 0 : trueLength));
  fixed[ipv6Field.nextHeader] = extensions[0]?.protocol ?? spec.protocol;
  fixed[ipv6Field.hopLimit] = spec.hopLimit ?? 64;
  fixed.set(ipv6Address(spec.source), ipv6Field.source);
  fixed.set(ipv6Address(spec.destination), ipv6Field.destination);
  return concatBytes([fixed, ...headers, payload]);
}

function extensionHeader(extension: Ipv6Extension, next: number): Uint8Array {
  const units = Math.ceil((2 + extension.body.length) / 8);
  const header = new Uint8Array(8 * units);
  header[0] = next;
  // the fragment header, always one unit long, has a reserved zero here
  header[1] = units - 1;
  header.set(extension.body, 2);
  return header;
}

function ipv6Address(address: Address): Uint8Array {
  const bytes = parseAddress(address);
  if (bytes.length !== 16) throw new RangeError(`not an IPv6 address: ${String(address)}`);
  return bytes;
}
