/**
 * Packets taken apart into moments: one for each that leaves, one for each that arrives, in order of time.
 *
 *     packets   1 ──────▶ 10     4 ──▶ 6     8 ──✗
 *     moments   1 leaves, 4 leaves, 6 arrives, 8 leaves, 10 arrives
 *
 * One capture knows no time of flight: there a packet arrives as it leaves, before the next one does anything, and the order of
 * capture stands even where its clock was set back.
 */
import type { PacketEvent } from '@halfopen/timeline';

/** A packet leaves its sender, or reaches its receiver. */
export interface PacketMoment {
  readonly packet: PacketEvent;
  readonly edge: 'departure' | 'arrival';
  readonly atNs: number;
}

/** The moments of packets that come in order of departure. A packet that never arrives has one. */
export function packetMoments(packets: readonly PacketEvent[]): readonly PacketMoment[] {
  let latestNs = -Infinity;
  const moments = packets.flatMap((packet) => {
    const { atNs, arrivedNs } = packet;
    latestNs = Math.max(latestNs, atNs);
    const departure = { packet, edge: 'departure' as const, atNs, orderNs: latestNs };
    if (arrivedNs === null) return [departure];
    const orderNs = latestNs + arrivedNs - atNs;
    return [departure, { packet, edge: 'arrival' as const, atNs: arrivedNs, orderNs }];
  });
  return moments.sort((a, b) => a.orderNs - b.orderNs);
}
