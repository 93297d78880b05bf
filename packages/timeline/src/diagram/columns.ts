/** Which labels stand below each other. */
import type { Side } from '@halfopen/catalogue';
import type { Moment } from '../merge.ts';

/** Where a moment needs room. Labels share the first five; the heads of slanted arrows only must be told apart. */
export const Column = {
  clientState: 0,
  clientCalls: 1,
  wire: 2,
  serverCalls: 3,
  serverState: 4,
  clientHead: 5,
  serverHead: 6,
  none: 7,
  /** All that have labels. */
  across: 8,
} as const;

/** How many lines a moment of each column takes. */
export const linesOf: readonly number[] = [1, 1, 1, 1, 1, 0.4, 0.4, 0, 1];

/** A call that takes longer has a label at its return, if anything happened meanwhile or there is a gap. */
const briefNs = 2_000_000;

/** The column of each moment of a pane. In a narrow diagram all labels share the wire's. `idleNs`: longer silence is a gap. */
export function columnsOf(
  moments: readonly Moment[],
  { narrow, idleNs }: { readonly narrow: boolean; readonly idleNs: number },
): Uint8Array {
  const entered = new Map<number, { readonly at: number; readonly arrivals: number }>();
  const arrivals = { client: 0, server: 0 };

  function columnOf({ event, edge, index }: Moment, at: number): number {
    switch (event.kind) {
      case 'packet':
        if (edge === 'departure') return Column.wire;
        arrivals[event.to] += 1;
        if (event.arrivedNs === event.atNs) return Column.none;
        return event.to === 'client' ? Column.clientHead : Column.serverHead;
      case 'call': {
        if (edge === 'entry') {
          entered.set(index, { at, arrivals: arrivals[event.side] });
        } else {
          const entry = entered.get(index);
          if (entry === undefined) return Column.none;
          const tookNs = (event.returnedNs ?? 0) - event.atNs;
          const isBrief = tookNs <= briefNs && arrivals[event.side] === entry.arrivals;
          if (isBrief || (at === entry.at + 1 && tookNs <= idleNs)) return Column.none;
        }
        return callColumn(event.side);
      }
      case 'kernel':
        return callColumn(event.side);
      case 'state':
        return event.side === 'client' ? Column.clientState : Column.serverState;
      case 'fault':
        return Column.across;
    }
  }

  const columns = Uint8Array.from(moments, columnOf);
  return narrow ? columns.map((column) => (linesOf[column] === 1 ? Column.wire : column)) : columns;
}

function callColumn(side: Side): number {
  return side === 'client' ? Column.clientCalls : Column.serverCalls;
}

/** How far down each column is taken. */
export type Reach = Float64Array;

/** All columns free. */
export function emptyReach(): Reach {
  return new Float64Array(Column.across).fill(-Infinity);
}

/** Where a column is free from. */
export function reachOf(reach: Reach, column: number): number {
  return column === Column.across ? Math.max(...reach.subarray(0, Column.clientHead)) : reach[column]!;
}

/** Takes a column down to a height. */
export function take(reach: Reach, column: number, until: number): void {
  if (column === Column.across) reach.fill(until, 0, Column.clientHead);
  else if (column !== Column.none) reach[column] = until;
}
