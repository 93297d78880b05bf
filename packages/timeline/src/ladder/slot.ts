/** A row's end in the making, and how to find one. */
import type { Side } from '@halfopen/catalogue';
import type { PacketEvent } from '../events.ts';
import type { Moment } from '../merge.ts';
import type { LadderEnd } from './geometry.ts';

/** A packet may leave this much after the call that sent it; a call may be entered this much after what it takes. */
export const nearNs = 1_000_000;

/** A moment and its position among all moments. */
export interface Placed {
  readonly moment: Moment;
  readonly order: number;
}

/** What will stand at one end of a row. */
export interface Slot extends LadderEnd {
  readonly side: Side;
  /** Position among all moments; slots of one side are sorted by it, and so by time. */
  readonly order: number;
  readonly atNs: number;
  readonly packet: { readonly index: number; readonly event: PacketEvent; readonly arrived: boolean } | null;
  call: LadderEnd['call'];
  state: LadderEnd['state'];
  kernel: LadderEnd['kernel'];
}

/** A slot for a moment, still empty. */
export function emptySlot(side: Side, { moment, order }: Placed): Slot {
  return { side, order, atNs: moment.atNs, packet: null, call: null, state: null, kernel: [] };
}

/** Adds an empty slot where its order says. */
export function addSlot(slots: Slot[], side: Side, placed: Placed): Slot {
  const slot = emptySlot(side, placed);
  let at = slots.length;
  while (at > 0 && (slots[at - 1]?.order ?? 0) > slot.order) at -= 1;
  slots.splice(at, 0, slot);
  return slot;
}

/** The slots with `fromNs <= atNs <= toNs`, in order. */
export function slotsWithin(slots: readonly Slot[], fromNs: number, toNs: number): readonly Slot[] {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((slots[middle]?.atNs ?? 0) < fromNs) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < slots.length && (slots[end]?.atNs ?? 0) <= toNs) end += 1;
  return slots.slice(low, end);
}
