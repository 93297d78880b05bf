/**
 * Gathers what happened at one end into slots: one for each packet that left or arrived, holding the call and the state
 * change that belong to it, and one for everything that belongs to no packet.
 */
import type { Side } from '@halfopen/catalogue';
import type { CallEvent } from '../events.ts';
import type { Moment } from '../merge.ts';
import { arrivalExplainsReturn, callCanSend, isReset } from './cause.ts';
import { placeKernelEvents, placeStates } from './remarks.ts';
import { emptySlot, nearNs, slotsWithin, type Placed, type Slot } from './slot.ts';

/** A program may wake up this much after the packet it waited for. */
const wakeNs = 5_000_000;
/** A call shorter than this is shown once, unless a packet came in its middle. */
const briefNs = 2_000_000;

/** The slots of one side, in order. `moments` are all moments of the timeline. */
export function gatherEnds(side: Side, moments: readonly Moment[]): readonly Slot[] {
  const here = moments.flatMap((moment, order) => (moment.place === side ? [{ moment, order }] : []));
  const packets = here.flatMap(({ moment, order }) => packetSlot(side, moment, order));
  const slots = placeCalls(side, here, packets);
  placeStates(side, here, slots);
  placeKernelEvents(side, here, slots);
  return slots;
}

function packetSlot(side: Side, moment: Moment, order: number): readonly Slot[] {
  const { event, edge, index } = moment;
  if (event.kind !== 'packet') return [];
  return [{ ...emptySlot(side, { moment, order }), packet: { index, event, arrived: edge === 'arrival' } }];
}

function placeCalls(side: Side, here: readonly Placed[], packets: readonly Slot[]): Slot[] {
  const own: Slot[] = [];
  let lastOrder = -1;
  const entries = here.filter(({ moment }) => moment.edge === 'entry').map(({ moment }) => moment.atNs);
  let entered = 0;
  for (const placed of here) {
    const { event, edge, atNs } = placed.moment;
    if (event.kind !== 'call' || (edge !== 'entry' && edge !== 'return')) continue;
    if (edge === 'entry') entered += 1;
    const brief = isBrief(event, packets);
    if (edge === 'return' && (brief || isBlocked(event))) continue;
    const free = (slot: Slot): boolean => slot.call === null && slot.order > lastOrder;
    const found =
      edge === 'return'
        ? findCauseOfReturn(event, packets, free)
        : (findEffect(event, brief, entries[entered] ?? Infinity, packets, free) ??
          (brief ? findWhatItTakes(event, packets, free) : undefined));
    const slot = found ?? emptySlot(side, placed);
    slot.call = { event, part: edge === 'return' ? 'return' : brief ? 'whole' : 'entry', atNs };
    lastOrder = slot.order;
    if (found === undefined) own.push(slot);
  }
  return [...packets, ...own].sort((a, b) => a.order - b.order);
}

/** `true` if the run ended before the call did. A process killed inside a call is not blocked. */
export function isBlocked(call: CallEvent): boolean {
  return call.result === 'blocked' || (call.returnedNs === null && !call.result.startsWith('killed'));
}

function isBrief(call: CallEvent, packets: readonly Slot[]): boolean {
  if (isBlocked(call)) return false;
  if (call.returnedNs === null) return true;
  if (call.returnedNs - call.atNs > briefNs) return false;
  return !slotsWithin(packets, call.atNs, call.returnedNs).some(
    ({ packet }) => packet?.arrived === true && arrivalExplainsReturn(packet.event, call),
  );
}

/** The departure a call brought about. */
function findEffect(
  call: CallEvent,
  brief: boolean,
  nextEntryNs: number,
  packets: readonly Slot[],
  free: (slot: Slot) => boolean,
): Slot | undefined {
  const lastNs = (brief ? (call.returnedNs ?? call.atNs) : call.atNs) + nearNs;
  return slotsWithin(packets, call.atNs, Math.min(lastNs, nextEntryNs)).find(
    (slot) => free(slot) && slot.packet?.arrived === false && callCanSend(call, slot.packet.event),
  );
}

/** The arrival that lay ready when a call took it at once. */
function findWhatItTakes(
  call: CallEvent,
  packets: readonly Slot[],
  free: (slot: Slot) => boolean,
): Slot | undefined {
  return slotsWithin(packets, call.atNs - nearNs, call.atNs).findLast(
    (slot) => free(slot) && slot.packet?.arrived === true && arrivalExplainsReturn(slot.packet.event, call),
  );
}

/** The arrival that woke a call, or the reset with which its own kernel gave up. */
function findCauseOfReturn(
  call: CallEvent,
  packets: readonly Slot[],
  free: (slot: Slot) => boolean,
): Slot | undefined {
  const returnedNs = call.returnedNs ?? call.atNs;
  const recent = slotsWithin(packets, Math.max(call.atNs, returnedNs - wakeNs), returnedNs).filter(free);
  const arrival = recent.find(
    ({ packet }) => packet?.arrived === true && arrivalExplainsReturn(packet.event, call),
  );
  if (arrival !== undefined || !/^E[A-Z]/.test(call.result)) return arrival;
  return recent.find(({ packet }) => packet?.arrived === false && isReset(packet.event));
}
