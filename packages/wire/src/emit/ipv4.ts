/** Builds IPv4 packets with a valid header checksum. */
import type { Address } from '../address.ts';
import { parseAddress } from '../address.ts';
import { concatBytes, writeU16 } from '../bytes.ts';
import { checksumOf, onesComplementSum } from '../frame/checksum.ts';
import { ipv4Field, ipv4FixedBytes, ipv4Fragment } from '../frame/ipv4.ts';

/** A packet to build. */
export interface Ipv4Spec {
  readonly source: Address;
  readonly destination: Address;
  /** See {@link Protocol}. */
  readonly protocol: number;
  readonly payload: Uint8Array;
  /** Default 64. */
  readonly ttl?: number;
  /** Identification. Default 0. */
  readonly id?: number;
  /** DSCP and ECN. Default 0. */
  readonly trafficClass?: number;
  /** Default `true`, as TCP sends. */
  readonly dontFragment?: boolean;
  /** Default `false`. */
  readonly moreFragments?: boolean;
  /** In bytes, a multiple of 8. Default 0. */
  readonly fragmentOffset?: number;
  /** Options; padded with zeros to whole words. At most 40 bytes. Default: none. */
  readonly options?: Uint8Array;
  /** What the length field says. Default: the true length, or 0 when the field cannot hold it. */
  readonly totalLength?: number;
}

/** The packet. Throws RangeError for an address that is not IPv4. */
export function ipv4Packet(spec: Ipv4Spec): Uint8Array {
  const options = spec.options ?? new Uint8Array(0);
  const headerLength = ipv4FixedBytes + 4 * Math.ceil(options.length / 4);
  const trueLength = headerLength + spec.payload.length;
  const header = new Uint8Array(headerLength);
  header[ipv4Field.versionLength] = (4 << 4) | (headerLength / 4);
  header[ipv4Field.trafficClass] = spec.trafficClass ?? 0;
  writeU16(header, ipv4Field.totalLength, spec.totalLength ?? (trueLength > 0xffff ? 0 : trueLength));
  writeU16(header, ipv4Field.id, spec.id ?? 0);
  writeU16(header, ipv4Field.fragment, fragmentWord(spec));
  header[ipv4Field.ttl] = spec.ttl ?? 64;
  header[ipv4Field.protocol] = spec.protocol;
  header.set(ipv4Address(spec.source), ipv4Field.source);
  header.set(ipv4Address(spec.destination), ipv4Field.destination);
  header.set(options, ipv4FixedBytes);
  writeU16(header, ipv4Field.checksum, checksumOf(onesComplementSum(header, 0, headerLength)));
  return concatBytes([header, spec.payload]);
}

function fragmentWord(spec: Ipv4Spec): number {
  const dont = (spec.dontFragment ?? true) ? ipv4Fragment.dont : 0;
  const more = spec.moreFragments === true ? ipv4Fragment.more : 0;
  return dont | more | ((spec.fragmentOffset ?? 0) / ipv4Fragment.unitBytes);
}

function ipv4Address(address: Address): Uint8Array {
  const bytes = parseAddress(address);
  if (bytes.length !== 4) throw new RangeError(`not an IPv4 address: ${String(address)}`);
  return bytes;
}
