/** The three queues that rows are made from: what the client saw, what the router saw, what the server saw. */
import type { Side } from '@halfopen/catalogue';
import type { FaultEvent, PacketEvent, TimelineEvent } from '../events.ts';
import type { Moment } from '../merge.ts';
import type { Slot } from './slot.ts';

/** A row before it is known which tracks run beside it: what stands at one end or both, or at the router alone. */
export interface DraftRow {
  readonly client: Slot | null;
  readonly server: Slot | null;
  /** A fault anywhere, or a packet that the router made and nobody received. */
  readonly apart: FaultEvent | PacketEvent | null;
}

/** Where a queue was seen. */
export type Lane = Side | 'middle';

/** What becomes a row when it is at the head of every queue it stands in. */
export interface Item extends DraftRow {
  /** The queues it still has to come to the head of. */
  lanes: readonly Lane[];
  readonly firstNs: number;
  readonly middleNs: number | null;
}

/** Items in order; those before `head` have become rows. */
export interface Queue {
  readonly items: Item[];
  head: number;
}

/** One queue for each place. */
export type Queues = Readonly<Record<Lane, Queue>>;

/** All places, in the order in which they settle a tie. */
export const allLanes: readonly Lane[] = ['client', 'middle', 'server'];

/** Fills the queues. The packets in `split` (by index) stand in them as two items each. */
export function fillQueues(
  slots: Readonly<Record<Side, readonly Slot[]>>,
  moments: readonly Moment[],
  split: ReadonlySet<number>,
): Queues {
  const apart = moments.flatMap(({ event, place }, order) =>
    event.kind === 'fault' || isRouterLoss(event) ? [{ order, place, item: itemApart(event, place) }] : [],
  );
  // The router's times matter only for telling what passed before a fault there, and what after.
  const routerActs = apart.some(({ place, item }) => place === 'middle' && item.apart?.kind === 'fault');
  const isWhole = ({ packet }: Slot): boolean =>
    packet !== null && !split.has(packet.index) && packet.event.from !== packet.event.to;
  const serverEnds = new Map<number | undefined, Slot>();
  for (const slot of slots.server) if (isWhole(slot)) serverEnds.set(slot.packet?.index, slot);
  const itemOf = new Map<Slot, Item>();
  for (const client of slots.client) {
    const server = isWhole(client) ? (serverEnds.get(client.packet?.index) ?? null) : null;
    const item = slotItem(client, server, routerActs && isWhole(client));
    itemOf.set(client, item);
    if (server !== null) itemOf.set(server, item);
  }
  for (const server of slots.server) {
    if (!itemOf.has(server)) itemOf.set(server, slotItem(null, server, routerActs && isWhole(server)));
  }
  const queueOf = (side: Side): Queue => {
    const own = slots[side].flatMap((slot) => {
      const item = itemOf.get(slot);
      return item === undefined ? [] : [{ order: slot.order, item }];
    });
    const here = apart.filter(({ place }) => place === side);
    return { items: [...own, ...here].sort((a, b) => a.order - b.order).map(({ item }) => item), head: 0 };
  };
  const atRouter = [...apart.map(({ item }) => item), ...new Set(itemOf.values())]
    .filter((item) => item.lanes.includes('middle'))
    .sort((a, b) => (a.middleNs ?? 0) - (b.middleNs ?? 0));
  return { client: queueOf('client'), middle: { items: atRouter, head: 0 }, server: queueOf('server') };
}

function isRouterLoss(event: TimelineEvent): event is PacketEvent {
  return event.kind === 'packet' && event.from === 'middle' && event.arrivedNs === null;
}

function itemApart(event: FaultEvent | PacketEvent, place: Lane): Item {
  const { atNs } = event;
  return { client: null, server: null, apart: event, lanes: [place], firstNs: atNs, middleNs: atNs };
}

/** What stands at one end or both. `atRouter`: whether the packet's time at the router counts. */
export function slotItem(client: Slot | null, server: Slot | null, atRouter: boolean): Item {
  const packet = (client ?? server)?.packet?.event;
  const passedNs = packet?.from === 'middle' ? packet.atNs : (packet?.middleNs ?? null);
  const middleNs = atRouter ? passedNs : null;
  const firstNs = Math.min(client?.atNs ?? Infinity, server?.atNs ?? Infinity);
  const lanes = allLanes.filter((lane) =>
    lane === 'middle' ? middleNs !== null : lane === 'client' ? client !== null : server !== null,
  );
  return { client, server, apart: null, lanes, firstNs, middleNs };
}
