/** Builds ICMP errors of both versions, in their IP packets, with valid checksums. */
import type { Address } from '../address.ts';
import { parseAddress } from '../address.ts';
import { concatBytes, writeU16, writeU32 } from '../bytes.ts';
import { checksumOf, onesComplementSum, pseudoHeaderSum } from '../frame/checksum.ts';
import { icmpField } from '../frame/icmp.ts';
import { Protocol } from '../frame/numbers.ts';
import { ipv4Packet } from './ipv4.ts';
import { ipv6Packet } from './ipv6.ts';

/** An ICMP error to build. The version is that of the addresses. */
export interface IcmpErrorSpec {
  /** Who reports. */
  readonly source: Address;
  /** To whom: the sender of the quoted packet. */
  readonly destination: Address;
  /** See {@link IcmpType} and {@link Icmpv6Type}. */
  readonly type: number;
  readonly code: number;
  /** MTU of the next hop. Default 0. */
  readonly nextHopMtu?: number;
  /** The IP packet that caused it; quoted as given, so cut it first where a router would. */
  readonly quoted: Uint8Array;
  /** TTL or hop limit. Default 64. */
  readonly ttl?: number;
}

/** The IP packet with the ICMP error. */
export function icmpError(spec: IcmpErrorSpec): Uint8Array {
  const source = parseAddress(spec.source);
  const destination = parseAddress(spec.destination);
  const header = new Uint8Array(icmpField.quote);
  header[icmpField.type] = spec.type;
  header[icmpField.code] = spec.code;
  writeU32(header, icmpField.mtu, spec.nextHopMtu ?? 0);
  const message = concatBytes([header, spec.quoted]);
  if (source.length === 4) {
    writeU16(message, icmpField.checksum, checksumOf(onesComplementSum(message, 0, message.length)));
    return ipv4Packet({
      source,
      destination,
      protocol: Protocol.icmp,
      payload: message,
      ttl: spec.ttl ?? 64,
      dontFragment: false,
    });
  }
  const addresses = concatBytes([source, destination]);
  const pseudo = pseudoHeaderSum(addresses, 0, source.length, Protocol.icmpv6, message.length);
  writeU16(message, icmpField.checksum, checksumOf(onesComplementSum(message, 0, message.length, pseudo)));
  return ipv6Packet({
    source,
    destination,
    protocol: Protocol.icmpv6,
    payload: message,
    hopLimit: spec.ttl ?? 64,
  });
}
