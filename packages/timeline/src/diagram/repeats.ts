/** What is sent more than once. */
import type { PacketEvent } from '../events.ts';
import type { Moment } from '../merge.ts';

/** An earlier sending of what a packet carries. */
export interface Repeat {
  readonly first: PacketEvent;
  /** Departure of the last before this one. */
  readonly lastNs: number;
  /** How many there were before. */
  readonly times: number;
}

/** The earlier sendings of each retransmission and each keepalive that has any among these moments. */
export function repeatsOf(moments: readonly Moment[]): ReadonlyMap<PacketEvent, Repeat> {
  const sent = new Map<string, Map<number, Repeat>>();
  const repeats = new Map<PacketEvent, Repeat>();
  for (const { event, edge } of moments) {
    if (event.kind !== 'packet' || edge !== 'departure') continue;
    const kind = contentOf(event);
    let bySeq = sent.get(kind);
    if (bySeq === undefined) sent.set(kind, (bySeq = new Map()));
    const before = bySeq.get(event.seq);
    if (before !== undefined && (event.retransmission > 0 || event.type === 'KEEPALIVE'))
      repeats.set(event, before);
    const { first, times } = before ?? { first: event, times: 0 };
    bySeq.set(event.seq, { first, lastNs: event.atNs, times: times + 1 });
  }
  return repeats;
}

/** Equal for packets that carry the same if their sequence numbers are equal: a FIN can travel with bytes that went without it before. */
function contentOf({ from, type, lengthBytes }: PacketEvent): string {
  return lengthBytes > 0 && (type === 'DATA' || type === 'FIN') ? `${from} bytes` : `${from} ${type}`;
}
