/**
 * ICMP errors of both versions and the packet they quote: RFC 792, RFC 1191 section 4 (next-hop MTU), RFC 4443 sections
 * 2.1 and 3. An error holds the IP header of the packet that caused it and at least 8 bytes behind it: enough for ports and
 * sequence number.
 */
import { formatAddress } from '../address.ts';
import { readU16, readU32 } from '../bytes.ts';
import { ExtensionWalk } from './extension-headers.ts';
import { ipv4Field, ipv4FixedBytes, ipv4Fragment, ipv4HeaderLength } from './ipv4.ts';
import { ipv6Field, ipv6FixedBytes } from './ipv6.ts';
import { Protocol } from './numbers.ts';
import { tcpField } from './tcp.ts';
import type { FrameView } from './view.ts';

/** Byte offsets of the fields. */
export const icmpField = {
  type: 0,
  code: 1,
  checksum: 2,
  mtu: 4,
  mtuLow: 6,
  quote: 8,
} as const;

/** ICMPv4 error types (RFC 1122 section 3.2.2). */
export const IcmpType: Readonly<{
  destinationUnreachable: 3;
  sourceQuench: 4;
  redirect: 5;
  timeExceeded: 11;
  parameterProblem: 12;
}> = Object.freeze({
  destinationUnreachable: 3,
  sourceQuench: 4,
  redirect: 5,
  timeExceeded: 11,
  parameterProblem: 12,
});

/** ICMPv6 error types (RFC 4443 section 2.1). */
export const Icmpv6Type: Readonly<{
  destinationUnreachable: 1;
  packetTooBig: 2;
  timeExceeded: 3;
  parameterProblem: 4;
}> = Object.freeze({ destinationUnreachable: 1, packetTooBig: 2, timeExceeded: 3, parameterProblem: 4 });

/** Code of an ICMPv4 unreachable that tells the next hop's MTU. */
const fragmentationNeeded = 4;

const portsBytes = 4;
const seqBytes = 8;
const walk = new ExtensionWalk();

/** An ICMP message. One object serves many frames; read only to callers. */
export class IcmpMessage {
  type: number = -1;
  code: number = -1;
  /** It reports an error and so quotes a packet. */
  isError: boolean = false;
  /** MTU of the next hop, from "fragmentation needed" and "packet too big"; 0: not told. */
  nextHopMtu: number = 0;

  /** IP version of the quoted packet; 0: no quote, or too short for its addresses. */
  quotedIpVersion: number = 0;
  /** Identification of the quoted packet; -1: none. */
  quotedIpId: number = -1;
  quotedProtocol: number = -1;
  /** 4 or 16; 0: no addresses. */
  quotedAddressLength: number = 0;
  quotedSourceOffset: number = 0;
  quotedDestinationOffset: number = 0;
  /** -1: not in the quote. */
  quotedSrcPort: number = -1;
  /** -1: not in the quote. */
  quotedDstPort: number = -1;
  /** Sequence number of a quoted TCP segment; -1: not in the quote. */
  quotedSeqNumber: number = -1;

  #data: Uint8Array = new Uint8Array(0);

  /** Source of the quoted packet as text; empty when there is none. Allocates. */
  quotedSourceAddress(): string {
    return formatAddress(this.#data, this.quotedSourceOffset, this.quotedAddressLength);
  }

  /** Destination of the quoted packet as text; empty when there is none. Allocates. */
  quotedDestinationAddress(): string {
    return formatAddress(this.#data, this.quotedDestinationOffset, this.quotedAddressLength);
  }

  /** Forgets the message. */
  clear(): void {
    this.type = -1;
    this.code = -1;
    this.isError = false;
    this.nextHopMtu = 0;
    this.#clearQuote();
  }

  /** Reads the message at `at`, of which `end` is the first byte not there; its 8 bytes of header are. */
  decode(data: Uint8Array, at: number, end: number, ipVersion: number): void {
    this.#data = data;
    this.#clearQuote();
    const type = data[at + icmpField.type]!;
    const code = data[at + icmpField.code]!;
    this.type = type;
    this.code = code;
    this.nextHopMtu = 0;
    if (ipVersion === 4) {
      this.isError = isIcmpv4Error(type);
      if (type === IcmpType.destinationUnreachable && code === fragmentationNeeded) {
        this.nextHopMtu = readU16(data, at + icmpField.mtuLow);
      }
      if (this.isError) this.#readQuote4(at + icmpField.quote, end);
    } else {
      this.isError = type >= Icmpv6Type.destinationUnreachable && type <= Icmpv6Type.parameterProblem;
      if (type === Icmpv6Type.packetTooBig) this.nextHopMtu = readU32(data, at + icmpField.mtu);
      if (this.isError) this.#readQuote6(at + icmpField.quote, end);
    }
  }

  #readQuote4(at: number, end: number): void {
    const data = this.#data;
    if (at + ipv4FixedBytes > end) return;
    const headerLength = ipv4HeaderLength(data[at]!);
    if (data[at]! >>> 4 !== 4 || headerLength < ipv4FixedBytes) return;
    this.quotedIpVersion = 4;
    this.quotedIpId = readU16(data, at + ipv4Field.id);
    this.quotedProtocol = data[at + ipv4Field.protocol]!;
    this.quotedAddressLength = 4;
    this.quotedSourceOffset = at + ipv4Field.source;
    this.quotedDestinationOffset = at + ipv4Field.destination;
    const laterFragment = (readU16(data, at + ipv4Field.fragment) & ipv4Fragment.offset) !== 0;
    if (!laterFragment) this.#readQuotedTransport(at + headerLength, end);
  }

  #readQuote6(at: number, end: number): void {
    const data = this.#data;
    if (at + ipv6FixedBytes > end || data[at]! >>> 4 !== 6) return;
    walk.walk(data, at + ipv6FixedBytes, end, data[at + ipv6Field.nextHeader]!);
    this.quotedIpVersion = 6;
    this.quotedIpId = walk.fragmentId;
    this.quotedProtocol = walk.protocol;
    this.quotedAddressLength = 16;
    this.quotedSourceOffset = at + ipv6Field.source;
    this.quotedDestinationOffset = at + ipv6Field.destination;
    if (walk.problem === null && walk.fragmentOffset === 0) this.#readQuotedTransport(walk.offset, end);
  }

  #readQuotedTransport(at: number, end: number): void {
    if (this.quotedProtocol !== Protocol.tcp && this.quotedProtocol !== Protocol.udp) return;
    if (at + portsBytes > end) return;
    this.quotedSrcPort = readU16(this.#data, at + tcpField.srcPort);
    this.quotedDstPort = readU16(this.#data, at + tcpField.dstPort);
    if (this.quotedProtocol === Protocol.tcp && at + seqBytes <= end) {
      this.quotedSeqNumber = readU32(this.#data, at + tcpField.seqNumber);
    }
  }

  #clearQuote(): void {
    this.quotedIpVersion = 0;
    this.quotedIpId = -1;
    this.quotedProtocol = -1;
    this.quotedAddressLength = 0;
    this.quotedSourceOffset = 0;
    this.quotedDestinationOffset = 0;
    this.quotedSrcPort = -1;
    this.quotedDstPort = -1;
    this.quotedSeqNumber = -1;
  }
}

function isIcmpv4Error(type: number): boolean {
  switch (type) {
    case IcmpType.destinationUnreachable:
    case IcmpType.sourceQuench:
    case IcmpType.redirect:
    case IcmpType.timeExceeded:
    case IcmpType.parameterProblem:
      return true;
    default:
      return false;
  }
}

/** Decodes the message at `at` of an IP payload of `length` bytes. */
export function decodeIcmp(view: FrameView, at: number, length: number): void {
  // link-layer padding behind a short message is no quote
  const end = Math.min(view.captureEnd, at + length);
  if (at + icmpField.quote > end) {
    view.problem = 'truncated-icmp';
    return;
  }
  view.kind = 'icmp';
  const { icmp } = view;
  icmp.decode(view.data, at, end, view.ipVersion);
  if (icmp.isError && icmp.quotedIpVersion === 0) view.problem = 'truncated-icmp-quote';
}
