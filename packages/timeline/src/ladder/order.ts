/**
 * Brings the ends of both sides into rows so that time runs down in every column.
 *
 * Three queues are merged. A packet stands in more than one of them, and becomes a row when it is at the head of each.
 * When two packets wait for each other they cross, and at least one is split into the row where it leaves and the row
 * where it arrives.
 */
import type { Side } from '@halfopen/catalogue';
import type { Moment } from '../merge.ts';
import {
  allLanes,
  fillQueues,
  slotItem,
  type DraftRow,
  type Item,
  type Queue,
  type Queues,
} from './queues.ts';
import type { Slot } from './slot.ts';

/** How far ahead crossing packets are counted when the one to split is chosen. */
const lookAhead = 64;

/** The rows of the ladder from top to bottom. */
export function orderRows(
  slots: Readonly<Record<Side, readonly Slot[]>>,
  moments: readonly Moment[],
): readonly DraftRow[] {
  const split = new Set<number>();
  const rows = mergeQueues(fillQueues(slots, moments, split), split);
  // A crossing is noticed late. Once it is known which packets are split, their halves can stand where time puts them.
  return split.size === 0 ? rows : mergeQueues(fillQueues(slots, moments, split), split);
}

/** Empties the queues into rows. Adds to `split` the packets it had to split. */
function mergeQueues(queues: Queues, split: Set<number>): readonly DraftRow[] {
  const rows: DraftRow[] = [];
  for (;;) {
    skipIgnored(queues.middle);
    const heads = allLanes.flatMap((lane) => headOf(queues[lane]) ?? []);
    if (heads.length === 0) return rows;
    const next = earliest(heads.filter((item) => item.lanes.every((lane) => headOf(queues[lane]) === item)));
    if (next === undefined) {
      unblock(queues, split);
    } else {
      for (const lane of next.lanes) queues[lane].head += 1;
      rows.push(next);
    }
  }
}

function headOf(queue: Queue): Item | undefined {
  return queue.items[queue.head];
}

function skipIgnored(router: Queue): void {
  while (headOf(router)?.lanes.includes('middle') === false) router.head += 1;
}

function earliest(items: readonly Item[]): Item | undefined {
  let best: Item | undefined;
  for (const item of items) if (best === undefined || item.firstNs < best.firstNs) best = item;
  return best;
}

/** Splits a packet that waits for one that waits for it; or, where it is the router that blocks, ignores the router. */
function unblock(queues: Queues, done: Set<number>): void {
  const client = headOf(queues.client);
  const server = headOf(queues.server);
  if (
    client === undefined ||
    server === undefined ||
    client === server ||
    !isPair(client) ||
    !isPair(server)
  ) {
    const router = headOf(queues.middle);
    if (router !== undefined) router.lanes = router.lanes.filter((lane) => lane !== 'middle');
    return;
  }
  for (const item of chooseSplit(queues, client, server)) {
    halve(queues, item);
    done.add(item.client?.packet?.index ?? -1);
  }
}

/**
 * Which of two packets that wait for each other to split. One that crosses many instead of the many; of two that cross
 * only each other both, so that their rows stand in order of time; a bare acknowledgement rather than what matters.
 */
function chooseSplit(queues: Queues, client: Item, server: Item): readonly Item[] {
  if (isBareAck(client) !== isBareAck(server)) return [isBareAck(client) ? client : server];
  const clientCrosses = countPairsBefore(queues.server, client);
  const serverCrosses = countPairsBefore(queues.client, server);
  if (clientCrosses !== serverCrosses) return [clientCrosses > serverCrosses ? client : server];
  const opposite = client.client?.packet?.arrived !== server.client?.packet?.arrived;
  if (clientCrosses === 1 && opposite) return [client, server];
  return [client.firstNs <= server.firstNs ? client : server];
}

function isBareAck(item: Item): boolean {
  return item.client?.packet?.event.type === 'ACK';
}

function isPair(item: Item): boolean {
  return item.client !== null && item.server !== null;
}

function countPairsBefore(queue: Queue, item: Item): number {
  let count = 0;
  for (let at = queue.head; at < queue.head + lookAhead; at += 1) {
    const other = queue.items[at];
    if (other === undefined || other === item) break;
    if (isPair(other)) count += 1;
  }
  return count;
}

function halve(queues: Queues, item: Item): void {
  for (const side of ['client', 'server'] as const) {
    const { items, head } = queues[side];
    const at = items.indexOf(item, head);
    const slot = item[side];
    if (at >= 0 && slot !== null) {
      items[at] = slotItem(side === 'client' ? slot : null, side === 'server' ? slot : null, false);
    }
  }
  item.lanes = [];
}
