/** Builds TCP segments with a valid checksum, and the IP packets around them. */
import type { Address } from '../address.ts';
import { parseAddress } from '../address.ts';
import { concatBytes, writeU16, writeU32 } from '../bytes.ts';
import { checksumOf, onesComplementSum, pseudoHeaderSum } from '../frame/checksum.ts';
import { Protocol } from '../frame/numbers.ts';
import { tcpFixedBytes } from '../frame/tcp-options.ts';
import { tcpField } from '../frame/tcp.ts';
import { ipv4Packet } from './ipv4.ts';
import { ipv6Packet } from './ipv6.ts';
import type { TcpOptionSpec } from './tcp-options.ts';
import { tcpOptionBytes } from './tcp-options.ts';

/** One end of a connection. */
export interface TcpEndpoint {
  readonly address: Address;
  readonly port: number;
}

/** A segment to build. Both addresses are of one IP version. */
export interface TcpSegmentSpec {
  readonly source: TcpEndpoint;
  readonly destination: TcpEndpoint;
  readonly seqNumber: number;
  /** Control bits, see {@link TcpFlag}. */
  readonly flags: number;
  /** Default 0. */
  readonly ackNumber?: number;
  /** As it stands in the header. Default 65535. */
  readonly window?: number;
  /** Urgent pointer. Default 0. */
  readonly urgent?: number;
  /** Default: none. */
  readonly options?: readonly TcpOptionSpec[];
  /** Default: empty. */
  readonly payload?: Uint8Array;
  /** Default: the right one. */
  readonly checksum?: number;
}

/** A segment and what the IP header around it says. */
export interface TcpPacketSpec extends TcpSegmentSpec {
  /** TTL or hop limit. Default 64. */
  readonly ttl?: number;
  /** IPv4 identification; IPv6 has none. Default 0. */
  readonly ipId?: number;
  /** DSCP and ECN. Default 0. */
  readonly trafficClass?: number;
}

/** The segment: header, options, payload. Throws RangeError for addresses of unlike versions. */
export function tcpSegment(spec: TcpSegmentSpec): Uint8Array {
  const options = tcpOptionBytes(spec.options ?? []);
  const headerLength = tcpFixedBytes + options.length;
  const header = new Uint8Array(headerLength);
  writeU16(header, tcpField.srcPort, spec.source.port);
  writeU16(header, tcpField.dstPort, spec.destination.port);
  writeU32(header, tcpField.seqNumber, spec.seqNumber);
  writeU32(header, tcpField.ackNumber, spec.ackNumber ?? 0);
  header[tcpField.dataOffset] = (headerLength / 4) << 4;
  header[tcpField.flags] = spec.flags;
  writeU16(header, tcpField.window, spec.window ?? 0xffff);
  writeU16(header, tcpField.urgent, spec.urgent ?? 0);
  header.set(options, tcpFixedBytes);
  const segment = concatBytes([header, spec.payload ?? new Uint8Array(0)]);
  writeU16(segment, tcpField.checksum, spec.checksum ?? segmentChecksum(spec, segment));
  return segment;
}

/** The segment within an IPv4 or IPv6 packet, as its addresses ask. */
export function tcpPacket(spec: TcpPacketSpec): Uint8Array {
  const source = parseAddress(spec.source.address);
  const destination = parseAddress(spec.destination.address);
  const common = {
    source,
    destination,
    protocol: Protocol.tcp,
    payload: tcpSegment(spec),
    trafficClass: spec.trafficClass ?? 0,
  };
  return source.length === 4
    ? ipv4Packet({ ...common, ttl: spec.ttl ?? 64, id: spec.ipId ?? 0 })
    : ipv6Packet({ ...common, hopLimit: spec.ttl ?? 64 });
}

function segmentChecksum(spec: TcpSegmentSpec, segment: Uint8Array): number {
  const source = parseAddress(spec.source.address);
  const destination = parseAddress(spec.destination.address);
  if (source.length !== destination.length) throw new RangeError('addresses of unlike IP versions');
  const addresses = concatBytes([source, destination]);
  const pseudo = pseudoHeaderSum(addresses, 0, source.length, Protocol.tcp, segment.length);
  return checksumOf(onesComplementSum(segment, 0, segment.length, pseudo));
}
