/** When a row begins and ends. */
import type { EventRow, FaultRow, FoldRow } from './geometry.ts';

/** Rows before gaps are marked. */
export type TimedRow = EventRow | FaultRow | FoldRow;

/** When a packet that the router made and nobody received left it; it stands in a row of its own, at neither end. */
export function timeAtRouter({ client, server, arrow }: EventRow): number | null {
  return client === null && server === null && arrow !== null ? arrow.packet.atNs : null;
}

/** The time of the first thing in a row; `Infinity` if it has none. */
export function startOfRow(row: TimedRow): number {
  switch (row.kind) {
    case 'event':
      return timeAtRouter(row) ?? Math.min(row.client?.atNs ?? Infinity, row.server?.atNs ?? Infinity);
    case 'fault':
      return row.event.atNs;
    case 'fold':
      return row.hidden.reduce((first, hidden) => Math.min(first, startOfRow(hidden)), Infinity);
  }
}

/** The time of the last thing in a row; `-Infinity` if it has none. */
export function endOfRow(row: TimedRow): number {
  switch (row.kind) {
    case 'event':
      return timeAtRouter(row) ?? Math.max(row.client?.atNs ?? -Infinity, row.server?.atNs ?? -Infinity);
    case 'fault':
      return row.event.atNs;
    case 'fold':
      return row.hidden.reduce((last, hidden) => Math.max(last, endOfRow(hidden)), -Infinity);
  }
}
