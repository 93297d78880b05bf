/**
 * Tidies calls once rows are in order: entry and return of a call between which nothing is drawn become one, and calls
 * that never returned are named again at the end.
 */
import type { Side } from '@halfopen/catalogue';
import type { CallEvent } from '../events.ts';
import { isBlocked } from './ends.ts';
import type { DraftRow } from './queues.ts';
import type { CallMark } from './geometry.ts';
import type { Slot } from './slot.ts';

const sides: readonly Side[] = ['client', 'server'];

/** Joins the entry and the return of each call that has no other row between them. Longer than `longNs`: left apart. */
export function joinCalls(rows: readonly DraftRow[], longNs: number): readonly DraftRow[] {
  const kept: DraftRow[] = [];
  for (const row of rows) {
    const above = kept.at(-1);
    const side =
      above === undefined ? undefined : sides.find((each) => areOneCall(above[each], row[each], longNs));
    if (above === undefined || side === undefined) {
      kept.push(row);
    } else if (showsOnly(above, side)) {
      kept.pop();
      kept.push(withCall(row, side, (mark) => ({ ...mark, part: 'whole' })));
    } else if (showsOnly(row, side)) {
      kept.pop();
      kept.push(withCall(above, side, (mark) => ({ ...mark, part: 'whole' })));
    } else {
      kept.push(row);
    }
  }
  return kept;
}

/** Says of every call that had not returned when the run ended that it is still blocked: in its own row if that is among the last. */
export function endCalls(rows: readonly DraftRow[]): readonly DraftRow[] {
  const done = [...rows];
  const open: Record<Side, CallEvent[]> = { client: [], server: [] };
  let atEnd = true;
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const row = rows[at];
    if (row === undefined) continue;
    for (const side of sides) {
      const call = row[side]?.call;
      if (call?.part !== 'entry' || !isBlocked(call.event)) continue;
      if (atEnd) done[at] = withCall(done[at] ?? row, side, (mark) => ({ ...mark, part: 'whole' }));
      else open[side].unshift(call.event);
    }
    const lone = sides.some((side) => showsOnly(row, side) && row[side]?.call?.part === 'entry');
    if (!lone) atEnd = false;
  }
  const further = Math.max(open.client.length, open.server.length);
  for (let at = 0; at < further; at += 1) {
    done.push({
      client: endOf('client', open.client[at]),
      server: endOf('server', open.server[at]),
      apart: null,
    });
  }
  return done;
}

function areOneCall(above: Slot | null, below: Slot | null, longNs: number): boolean {
  if (above?.call?.part !== 'entry' || below?.call?.part !== 'return') return false;
  const { event } = above.call;
  return event === below.call.event && (event.returnedNs ?? event.atNs) - event.atNs < longNs;
}

/** Whether a row shows nothing but a call of this side. */
function showsOnly(row: DraftRow, side: Side): boolean {
  const own = row[side];
  const other = row[side === 'client' ? 'server' : 'client'];
  return (
    row.apart === null &&
    other === null &&
    own !== null &&
    own.packet === null &&
    own.state === null &&
    own.kernel.length === 0
  );
}

function withCall(row: DraftRow, side: Side, change: (mark: CallMark) => CallMark): DraftRow {
  const slot = row[side];
  if (slot === null || slot.call === null) return row;
  return { ...row, [side]: { ...slot, call: change(slot.call) } };
}

function endOf(side: Side, event: CallEvent | undefined): Slot | null {
  if (event === undefined) return null;
  const call: CallMark = { event, part: 'blocked', atNs: null };
  return { side, order: Infinity, atNs: Infinity, packet: null, call, state: null, kernel: [] };
}
