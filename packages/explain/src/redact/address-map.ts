/**
 * Stand-ins for IP addresses, so that a capture can be shown to others: 10.0.0.1, 10.0.0.2, ... and fd00::1, fd00::2, ... in the
 * order in which addresses are met, the same one for the same address. An IPv4 address within an IPv6 one (::ffff:192.0.2.1) has
 * the stand-in of the IPv4 address within. Unspecified and loopback addresses name nobody and stay.
 */
import { formatAddress, parseAddress, readU32 } from '@halfopen/wire';

const IPV4_BYTES = 4;
const IPV6_BYTES = 16;
const MAPPED_PREFIX = 0xffff;
const LOOPBACK_IPV4 = 127;
const LOOPBACK_IPV6 = 1;
/** First bytes of the two ranges that stand-ins are from: 10.0.0.0/8, fd00::/16. */
const range = { [IPV4_BYTES]: 10, [IPV6_BYTES]: 0xfd } as const;

/** What may be an address in a text, with what is behind it and could be part of it. */
const candidates = /(?<!\w)(?:[\da-f]{0,4}:[\da-f:.]*|\d{1,3}(?:\.\d{1,3}){3})(?!\w)/gi;
const ipv4Candidates = /(?<!\w)\d{1,3}(?:\.\d{1,3}){3}(?!\w)/g;

function zeros(data: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 4) if (readU32(data, at) !== 0) return false;
  return true;
}

/** How many bytes at the end of an address are to be replaced. */
function replacedBytes(data: Uint8Array, at: number, length: number): 0 | 4 | 16 {
  const last = at + length - IPV4_BYTES;
  if (length === IPV6_BYTES) {
    if (zeros(data, at, last) && readU32(data, last) <= LOOPBACK_IPV6) return 0;
    if (!zeros(data, at, at + 8) || readU32(data, at + 8) !== MAPPED_PREFIX) return IPV6_BYTES;
  }
  return data[last] === LOOPBACK_IPV4 || readU32(data, last) === 0 ? 0 : IPV4_BYTES;
}

function parsed(text: string): Uint8Array | null {
  try {
    return parseAddress(text);
  } catch {
    return null;
  }
}

/** Knows what stands for which address. It remembers every address that it meets. */
export class AddressMap {
  readonly #standIns = new Map<string, Uint8Array>();
  readonly #counts = { [IPV4_BYTES]: 0, [IPV6_BYTES]: 0 };

  /** Writes its stand-in over the address of `length` bytes, 4 or 16, at `at`. */
  replace(data: Uint8Array, at: number, length: number): void {
    const bytes = replacedBytes(data, at, length);
    if (bytes === 0) return;
    const from = at + length - bytes;
    const key = formatAddress(data, from, bytes);
    let standIn = this.#standIns.get(key);
    if (standIn === undefined) {
      standIn = this.#next(bytes);
      this.#standIns.set(key, standIn);
    }
    data.set(standIn, from);
  }

  /** The stand-in of an address. Throws RangeError when the text is none. */
  standIn(address: string): string {
    const bytes = parseAddress(address);
    this.replace(bytes, 0, bytes.length);
    return formatAddress(bytes, 0, bytes.length);
  }

  /**
   * A text with stand-ins for the addresses in it that were met before, however they are written, alone or with a port behind
   * them. Others stay.
   */
  inText(text: string): string {
    return text.replace(candidates, (candidate) => this.#inCandidate(candidate));
  }

  /** The longest beginning that is a known address counts: what follows may be a port, or end a sentence. */
  #inCandidate(candidate: string): string {
    for (let end = candidate.length; end > 0;) {
      const known = this.#known(candidate.slice(0, end));
      if (known !== null) return known + this.#ipv4In(candidate.slice(end));
      end = Math.max(candidate.lastIndexOf(':', end - 1), candidate.lastIndexOf('.', end - 1));
    }
    return this.#ipv4In(candidate);
  }

  #ipv4In(text: string): string {
    return text.replace(ipv4Candidates, (candidate) => this.#known(candidate) ?? candidate);
  }

  /** The stand-in of an address that was met before; `null`: it was not, or the text is no address. */
  #known(text: string): string | null {
    const address = parsed(text);
    if (address === null) return null;
    const bytes = replacedBytes(address, 0, address.length);
    const from = address.length - bytes;
    const standIn = this.#standIns.get(formatAddress(address, from, bytes));
    if (standIn === undefined) return null;
    address.set(standIn, from);
    return formatAddress(address, 0, address.length);
  }

  #next(bytes: 4 | 16): Uint8Array {
    this.#counts[bytes] += 1;
    const standIn = new Uint8Array(bytes);
    new DataView(standIn.buffer).setUint32(bytes - IPV4_BYTES, this.#counts[bytes]);
    standIn[0] = standIn[0]! + range[bytes];
    return standIn;
  }
}
