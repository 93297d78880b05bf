/** What makes a packet the same packet in two captures. */
import { TcpFlag } from '@halfopen/wire';
import type { Passing } from './sighting.ts';

/** PSH and the ECN bits may change on the way or when a network card cuts and joins segments. */
const LASTING_FLAGS: number = TcpFlag.FIN | TcpFlag.SYN | TcpFlag.RST | TcpFlag.ACK;

/** Whether the packet names itself: with an IP identification a repetition is told from what it repeats. */
export function hasOwnId({ packet }: Passing): boolean {
  return packet.ipId > 0;
}

/** The same for the same packet wherever it is seen; addresses, ports and TTL are not in it. Of an ICMP error: what it says, and of what. */
export function identityOf({ from, packet }: Passing, withId: boolean): string {
  const { seq, ack, flags, lengthBytes, ipId, icmpType, icmpCode } = packet;
  if (flags < 0) return `${from} ICMP ${icmpType} ${icmpCode} ${seq} ${withId ? ipId : ''}`;
  const kind = flags & LASTING_FLAGS;
  return `${from} ${seq} ${(kind & TcpFlag.ACK) === 0 ? 0 : ack} ${kind} ${lengthBytes} ${withId ? ipId : ''}`;
}

/** Items by what they are called. */
export function indexed<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, number[]> {
  const byName = new Map<string, number[]>();
  for (const [at, item] of items.entries()) {
    const name = nameOf(item);
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [at]);
    else same.push(at);
  }
  return byName;
}
