/**
 * Zeros where options can carry addresses. Kinds and lengths stay, so that what stands around is found where it was. Not the
 * options that may carry some are looked for, but those that can't are known: balancers put a client's address into whatever kind
 * they like.
 */
import { type ExtensionHeader, Protocol } from '@halfopen/wire';
import { type ListedOption, listedOptions, ListOption } from '../packets/option-list.ts';

/** TCP options whose bodies stay, with their whole lengths; 0: any. */
const keptTcpOptions: ReadonlyMap<number, number> = new Map([
  [2, 4], // maximum segment size
  [3, 3], // window scale
  [4, 2], // SACK permitted
  [5, 0], // SACK
  [8, 10], // timestamps
  [19, 18], // MD5 signature
  [28, 4], // user timeout
  [29, 0], // TCP-AO
  [34, 0], // Fast Open
]);

/** RFC 8684 section 3: the subtype stands in the upper half of the third byte. ADD_ADDR has an address behind its address ID. */
const mptcp = { kind: 30, subtype: 2, addAddress: 3, lastKnown: 8, addressId: 3 } as const;

/** IPv6 options: padding of one byte, and the length of a jumbogram (RFC 2675 section 2). */
const ipv6Option = { pad1: 0x00, jumbo: 0xc2 } as const;

function blank(data: Uint8Array, from: number, to: number): void {
  if (from < to) data.fill(0, from, to);
}

/** Where what is to be blanked of a TCP option begins. */
function keptUntil(data: Uint8Array, { kind, offset, lengthBytes, sound }: ListedOption): number {
  const end = offset + lengthBytes;
  const body = offset + (kind === ListOption.end ? 1 : 2);
  if (kind === ListOption.nop) return end;
  if (!sound) return body;
  if (kind === mptcp.kind && body < end) {
    const subtype = data[offset + mptcp.subtype]! >>> 4;
    if (subtype === mptcp.addAddress) return offset + mptcp.addressId + 1;
    return subtype > mptcp.lastKnown ? body + 1 : end;
  }
  const whole = keptTcpOptions.get(kind);
  return whole === 0 || whole === lengthBytes ? end : body;
}

/** Blanks TCP options between `from` and `end`. */
export function blankTcpOptions(data: Uint8Array, from: number, end: number): void {
  for (const option of listedOptions(data, from, end))
    blank(data, keptUntil(data, option), option.offset + option.lengthBytes);
}

/** Blanks all IPv4 options between `from` and `end`: routes, timestamps with addresses, and whatever else. */
export function blankIpv4Options(data: Uint8Array, from: number, end: number): void {
  for (const { kind, offset, lengthBytes } of listedOptions(data, from, end)) {
    if (kind === ListOption.nop) continue;
    blank(data, offset + (kind === ListOption.end ? 1 : 2), offset + lengthBytes);
  }
}

/** Blanks IPv6 extension headers, but for the fields that say what they are and for what follows from them. */
export function blankExtensions(data: Uint8Array, headers: readonly ExtensionHeader[]): void {
  for (const { protocol, offset, lengthBytes } of headers) {
    const end = offset + lengthBytes;
    switch (protocol) {
      case Protocol.fragment:
      case Protocol.authentication:
        break;
      case Protocol.routing:
        // type and segments left (RFC 8200 section 4.4) precede the addresses
        blank(data, offset + 4, end);
        break;
      case Protocol.hopByHop:
      case Protocol.destinationOptions:
        blankIpv6Options(data, offset + 2, end);
        break;
      default:
        blank(data, offset + 2, end);
    }
  }
}

function blankIpv6Options(data: Uint8Array, from: number, end: number): void {
  for (let at = from; at < end;) {
    if (data[at] === ipv6Option.pad1) {
      at += 1;
      continue;
    }
    const next = at + 1 < end ? at + 2 + data[at + 1]! : end;
    if (data[at] !== ipv6Option.jumbo || next > end) blank(data, at + 2, Math.min(next, end));
    at = next;
  }
}
