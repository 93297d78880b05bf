/**
 * Puts what the three vantages saw together into one event a packet: when it left, when it passed the router, when it
 * arrived, or that it never did. All captures run on one clock, so a copy is the next packet of the same identity.
 */
import type { Side, Vantage } from '@halfopen/catalogue';
import type { PacketEvent } from '@halfopen/timeline';
import type { SeenPacket } from './record.ts';

/**
 * No copy of a packet is further behind than this: the path's delay with room for a busy machine, and less than the
 * second after which a SYN-ACK, which always looks the same, is repeated.
 */
const MAX_TRANSIT_NS = 500_000_000;

type Seen = Readonly<Record<Vantage, readonly SeenPacket[]>>;

class Finder {
  readonly #byIdentity = new Map<string, SeenPacket[]>();

  constructor(packets: readonly SeenPacket[]) {
    for (const packet of packets) {
      const queue = this.#byIdentity.get(packet.identity);
      if (queue === undefined) this.#byIdentity.set(packet.identity, [packet]);
      else queue.push(packet);
    }
  }

  /** Takes the first copy not older than `sinceNs`; capture points on one host may differ by a little. */
  take(identity: string, sinceNs: number): SeenPacket | null {
    const queue = this.#byIdentity.get(identity);
    if (queue === undefined) return null;
    const index = queue.findIndex(
      (packet) => packet.atNs >= sinceNs && packet.atNs - sinceNs < MAX_TRANSIT_NS,
    );
    return index < 0 ? null : (queue.splice(index, 1)[0] ?? null);
  }
}

function receiver(packet: SeenPacket): Side {
  return packet.by === 'client' ? 'server' : 'client';
}

function repeats(packets: readonly SeenPacket[]): Map<SeenPacket, number> {
  const sent = new Map<string, number>();
  const counts = new Map<SeenPacket, number>();
  for (const packet of packets) {
    const family = packet.type === 'SYN' || packet.type === 'SYN-ACK' ? packet.type : `${packet.seq}`;
    const key = `${packet.by} ${family}`;
    const before = packet.retransmitted ? (sent.get(key) ?? 0) + 1 : 0;
    sent.set(key, before);
    counts.set(packet, before);
  }
  return counts;
}

/** One event for each packet, in order of departure. */
export function joinVantages(seen: Seen): PacketEvent[] {
  const finders = {
    middle: new Finder(seen.middle),
    client: new Finder(seen.client),
    server: new Finder(seen.server),
  };
  const events: PacketEvent[] = [];
  const origins: readonly (readonly [Vantage, Side | 'middle'])[] = [
    ['client', 'client'],
    ['server', 'server'],
    ['middle', 'middle'],
  ];
  for (const [vantage, by] of origins) {
    const sent = seen[vantage].filter((packet) => packet.by === by);
    const counts = repeats(sent);
    for (const packet of sent) {
      const to = receiver(packet);
      const middle = by === 'middle' ? packet : finders.middle.take(packet.identity, packet.atNs);
      const arrived = finders[to].take(packet.identity, packet.atNs);
      events.push({
        kind: 'packet',
        from: by,
        to,
        type: packet.type,
        atNs: packet.atNs,
        middleNs: middle?.atNs ?? null,
        arrivedNs: arrived?.atNs ?? null,
        seq: packet.seq,
        ack: packet.ack,
        lengthBytes: packet.lengthBytes,
        windowBytes: packet.windowBytes,
        retransmission: counts.get(packet) ?? 0,
        frames: {
          ...(by === 'middle' ? {} : { [by]: packet.frame }),
          ...(middle === null ? {} : { middle: middle.frame }),
          ...(arrived === null ? {} : { [to]: arrived.frame }),
        },
      });
    }
  }
  return events.sort((a, b) => a.atNs - b.atNs);
}
