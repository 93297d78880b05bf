/** What an ICMP error that answers a SYN says. */
import { IcmpType, Icmpv6Type } from '@halfopen/wire';
import type { Scene } from '../judge/scene.ts';

/** What could not be reached, or why. */
export type Unreachable = 'net' | 'host' | 'protocol' | 'port' | 'prohibited' | 'time-exceeded' | 'other';

/** Codes of ICMPv4 destination unreachable (RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1). */
const codes4: readonly Unreachable[] = [
  'net',
  'host',
  'protocol',
  'port',
  'other',
  'other',
  'net',
  'host',
  'host',
  'net',
  'prohibited',
  'net',
  'host',
  'prohibited',
  'prohibited',
  'prohibited',
];

/** Codes of ICMPv6 destination unreachable (RFC 4443 section 3.1). */
const codes6: readonly Unreachable[] = [
  'net',
  'prohibited',
  'other',
  'host',
  'port',
  'prohibited',
  'prohibited',
];

/** A router asks three times, a second apart, before it gives up on a neighbour. */
const ASKING_NS = 2_000_000_000;

export function unreachable(ipVersion: 4 | 6, type: number, code: number): Unreachable {
  if (ipVersion === 6) {
    if (type === Icmpv6Type.destinationUnreachable) return codes6[code] ?? 'other';
    return type === Icmpv6Type.timeExceeded ? 'time-exceeded' : 'other';
  }
  if (type === IcmpType.destinationUnreachable) return codes4[code] ?? 'other';
  return type === IcmpType.timeExceeded ? 'time-exceeded' : 'other';
}

/** Whether the last error says this. */
export function isUnreachable({ client, facts }: Scene, what: Unreachable): boolean {
  return unreachable(facts.ipVersion, client.icmpType, client.icmpCode) === what;
}

/** The first error came as late as one that follows from unanswered questions for a hardware address. */
export function cameAfterAsking({ client }: Scene): boolean {
  return client.synFrame !== 0 && client.icmpNs - client.synNs >= ASKING_NS;
}
