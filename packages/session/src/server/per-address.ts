/** Counts by who comes from the same place. */
import { isIPv6 } from 'node:net';

/** Addresses that count as one: an IPv6 network is handed out as a /64. */
export function addressGroup(address: string | undefined): string {
  if (address === undefined) return '';
  if (address.startsWith('::ffff:')) return address.slice(7);
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('%')[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = address.includes('::') ? Array<string>(8 - left.length - right.length).fill('0') : [];
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

/** How many there are of each group of addresses. */
export class PerAddress {
  readonly #counts = new Map<string, number>();

  count(group: string): number {
    return this.#counts.get(group) ?? 0;
  }

  add(group: string): void {
    this.#counts.set(group, this.count(group) + 1);
  }

  remove(group: string): void {
    const left = this.count(group) - 1;
    if (left > 0) this.#counts.set(group, left);
    else this.#counts.delete(group);
  }
}
