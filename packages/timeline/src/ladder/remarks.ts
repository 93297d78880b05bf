/** Puts state changes and the kernel's own words beside the packet or call they belong to. */
import type { Side } from '@halfopen/catalogue';
import type { KernelEvent, StateEvent } from '../events.ts';
import { arrivalExplainsState, departureExplainsState, isReset } from './cause.ts';
import { addSlot, nearNs, slotsWithin, type Placed, type Slot } from './slot.ts';

/** The kernel's trace may report a reset this much before or after the capture shows it. */
const traceNs = 5_000_000;

/** Gives every state change of this side a slot. Adds to `slots`. */
export function placeStates(side: Side, here: readonly Placed[], slots: Slot[]): void {
  let lastOrder = -1;
  for (const placed of here) {
    const { event } = placed.moment;
    if (event.kind !== 'state') continue;
    const around = slotsWithin(slots, event.atNs - nearNs, event.atNs + nearNs).filter(
      (slot) => slot.state === null && slot.order > lastOrder,
    );
    const slot = findCauseOfState(event, around) ?? addSlot(slots, side, placed);
    slot.state = event;
    lastOrder = slot.order;
  }
}

/** Gives the kernel events worth showing a slot. Adds to `slots`. */
export function placeKernelEvents(side: Side, here: readonly Placed[], slots: Slot[]): void {
  for (const placed of here) {
    const { event } = placed.moment;
    if (event.kind !== 'kernel') continue;
    const around = slotsWithin(slots, event.atNs - traceNs, event.atNs + traceNs);
    if (event.event === 'send_reset') {
      const found = nearest(around, event.atNs, isUnexplainedReset);
      if (found !== undefined && event.detail === '') continue;
      const slot = found ?? addSlot(slots, side, placed);
      slot.kernel = [...slot.kernel, event];
    } else if (event.event === 'error_report' && !isTold(event, around)) {
      const slot = nearest(around, event.atNs, (each) => each.atNs <= event.atNs && each.packet !== null);
      const target = slot ?? addSlot(slots, side, placed);
      target.kernel = [...target.kernel, event];
    }
  }
}

function findCauseOfState(change: StateEvent, around: readonly Slot[]): Slot | undefined {
  const departure = around.find(
    ({ packet }) => packet?.arrived === false && departureExplainsState(packet.event, change),
  );
  if (departure !== undefined) return departure;
  const arrival = around.findLast(
    ({ packet, atNs }) =>
      packet?.arrived === true && atNs <= change.atNs && arrivalExplainsState(packet.event, change.state),
  );
  if (arrival !== undefined) return arrival;
  const call = nearest(
    around,
    change.atNs,
    (slot) => slot.call !== null && (slot.packet?.arrived !== true || slot.atNs <= change.atNs),
  );
  // A second change at one arrival stands with the answer to it.
  return call ?? around.find(({ packet, atNs }) => packet?.arrived === false && atNs >= change.atNs);
}

function isUnexplainedReset({ packet, kernel }: Slot): boolean {
  return packet?.arrived === false && isReset(packet.event) && kernel.length === 0;
}

/** A call that returns the reported error says it already. */
function isTold(report: KernelEvent, around: readonly Slot[]): boolean {
  return around.some(
    ({ call }) => call !== null && call.part !== 'entry' && call.event.result === report.detail,
  );
}

function nearest(slots: readonly Slot[], atNs: number, accept: (slot: Slot) => boolean): Slot | undefined {
  let best: Slot | undefined;
  for (const slot of slots) {
    if (!accept(slot)) continue;
    if (best === undefined || Math.abs(slot.atNs - atNs) < Math.abs(best.atNs - atNs)) best = slot;
  }
  return best;
}
