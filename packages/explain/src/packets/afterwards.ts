/** What an end does after a packet has reached it: only that shows what became of the packet there. */
import type { Side } from '@halfopen/catalogue';
import type { PacketEvent } from '@halfopen/timeline';
import type { PacketMoment } from './moments.ts';

/** What the receiver of a packet sends after it has arrived, asked from the last to the first, so that one pass answers for all. */
export interface Afterwards {
  /** The highest number that the receiver acknowledges later. */
  readonly acked: number;
  /** The receiver sends a segment that is no reset. */
  readonly speaks: boolean;
  /** It sends a reset as one does who has no socket for what it got. */
  readonly disowns: boolean;
  /** The receiver repeats its FIN, or its SYN-ACK. */
  readonly repeatsFin: boolean;
  readonly repeatsSynAck: boolean;
  /** What its next FIN acknowledges; `null`: there is none. */
  readonly nextFinAcks: number | null;
}

const nothing: Afterwards = {
  acked: -Infinity,
  speaks: false,
  disowns: false,
  repeatsFin: false,
  repeatsSynAck: false,
  nextFinAcks: null,
};

/** One for each moment; only those of arrivals are asked for. */
export function lookAhead(moments: readonly PacketMoment[]): readonly Afterwards[] {
  const by: Record<Side, Afterwards> = { client: nothing, server: nothing };
  const found: Afterwards[] = [];
  for (const { packet, edge } of moments.toReversed()) {
    found.push(by[packet.to]);
    if (edge === 'arrival' || packet.from === 'middle') continue;
    const later = by[packet.from];
    if (isReset(packet)) {
      by[packet.from] = { ...later, disowns: later.disowns || packet.type !== 'RST-A' };
      continue;
    }
    by[packet.from] = {
      ...later,
      acked: Math.max(later.acked, packet.ack ?? -Infinity),
      speaks: later.speaks || packet.type !== 'SYN-ACK',
      repeatsFin: later.repeatsFin || packet.type === 'FIN',
      repeatsSynAck: later.repeatsSynAck || packet.type === 'SYN-ACK',
      nextFinAcks: packet.type === 'FIN' ? packet.ack : later.nextFinAcks,
    };
  }
  return found.toReversed();
}

/** Any of the three forms of RST. */
export function isReset({ type }: PacketEvent): boolean {
  return type === 'RST-A' || type === 'RST-P' || type === 'RST-S';
}
