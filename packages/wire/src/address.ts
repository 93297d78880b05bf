/** IP addresses as text and as bytes. IPv6 text is written as RFC 5952 asks. */
import { readU16, writeU16 } from './bytes.ts';

/** An address as text, or as its 4 or 16 bytes. */
export type Address = string | Uint8Array;

const ipv4Bytes = 4;
const ipv6Bytes = 16;
const groups = 8;

/**
 * The address of `length` bytes (4 or 16) at `at`, as text; for any other length the empty string.
 * The caller has made sure that the bytes are there.
 */
export function formatAddress(data: Uint8Array, at: number, length: number): string {
  if (length === ipv4Bytes) return formatIpv4(data, at);
  if (length === ipv6Bytes) return formatIpv6(data, at);
  return '';
}

function formatIpv4(data: Uint8Array, at: number): string {
  return `${data[at]}.${data[at + 1]}.${data[at + 2]}.${data[at + 3]}`;
}

/** RFC 5952 sections 4 (lower case, longest run of zeros as `::`, the first of equals) and 5 (mapped IPv4 in dots). */
function formatIpv6(data: Uint8Array, at: number): string {
  const words = Array.from({ length: groups }, (_, group) => readU16(data, at + 2 * group));
  const run = longestZeroRun(words);
  if (run.start === 0 && run.length === 5 && words[5] === 0xffff) {
    return `::ffff:${formatIpv4(data, at + ipv6Bytes - ipv4Bytes)}`;
  }
  const hex = words.map((word) => word.toString(16));
  if (run.length === 0) return hex.join(':');
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}`;
}

function longestZeroRun(words: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < words.length; start += 1) {
    let end = start;
    while (words[end] === 0) end += 1;
    // a single group of zeros is not shortened
    if (end - start >= 2 && end - start > best.length) best = { start, length: end - start };
  }
  return best;
}

/**
 * The 4 or 16 bytes of an address.
 * Throws RangeError when the text is no IPv4 or IPv6 address, or the array has another length. Zones (`%eth0`) are refused.
 */
export function parseAddress(address: Address): Uint8Array {
  const bytes = typeof address === 'string' ? parseText(address) : address;
  if (bytes === null || (bytes.length !== ipv4Bytes && bytes.length !== ipv6Bytes)) {
    throw new RangeError(`not an IP address: ${String(address)}`);
  }
  return bytes;
}

function parseText(text: string): Uint8Array | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split('.');
  if (parts.length !== ipv4Bytes) return null;
  const good = parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 0xff);
  return good ? Uint8Array.from(parts, Number) : null;
}

function parseIpv6(text: string): Uint8Array | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1]!, true) : [];
  if (head === null || tail === null) return null;
  const missing = groups - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const bytes = new Uint8Array(ipv6Bytes);
  head.forEach((word, group) => writeU16(bytes, 2 * group, word));
  tail.forEach((word, group) => writeU16(bytes, 2 * (groups - tail.length + group), word));
  return bytes;
}

/** Groups between colons; the last may be an IPv4 address in dots where the address ends with it. */
function parseGroups(text: string, endsAddress: boolean): number[] | null {
  if (text === '') return [];
  const words: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.')) {
      const dotted = endsAddress && index === parts.length - 1 ? parseIpv4(part) : null;
      if (dotted === null) return null;
      words.push(readU16(dotted, 0), readU16(dotted, 2));
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return null;
      words.push(Number.parseInt(part, 16));
    }
  }
  return words;
}
