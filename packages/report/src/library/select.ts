/** Filtering and sorting of rows: a hundred thousand of them between two pictures. */
import { type Filter, passes } from '@halfopen/explain';
import { rowAt, type Rows } from './rows.ts';

/** What rows can be sorted by. */
export const sortKeys = [
  'id',
  'outcome',
  'case',
  'client',
  'server',
  'start',
  'duration',
  'bytes',
  'frames',
] as const;
export type SortKey = (typeof sortKeys)[number];

/** Indices of the rows that pass, in their own order. */
export function selectRows(rows: Rows, filter: Filter): Uint32Array {
  const passed = new Uint32Array(rows.count);
  let count = 0;
  for (let index = 0; index < rows.count; index += 1) {
    if (filter.length > 0 && !passes(filter, rowAt(rows, index))) continue;
    passed[count] = index;
    count += 1;
  }
  return passed.subarray(0, count);
}

const knownRanks = new WeakMap<Rows, Uint32Array>();

/** Where each address stands among all of them. */
function addressRanks(rows: Rows): Uint32Array {
  const known = knownRanks.get(rows) ?? ranksOf(rows);
  knownRanks.set(rows, known);
  return known;
}

function ranksOf({ addresses }: Rows): Uint32Array {
  const ranks = new Uint32Array(addresses.length);
  // numbers within addresses count as numbers: as text of equal width they sort right, and faster than by a collator
  const texts = addresses.map((address) => address.replaceAll(/[^.:]+/g, (part) => part.padStart(4, '0')));
  [...addresses.keys()]
    .sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : 0))
    .forEach((place, rank) => {
      ranks[place] = rank;
    });
  return ranks;
}

const PORTS = 65_536;

function keyOf(rows: Rows, by: SortKey): (index: number) => number {
  switch (by) {
    case 'client': {
      const ranks = addressRanks(rows);
      return (index) => ranks[rows.clientAddress[index]!]! * PORTS + rows.clientPort[index]!;
    }
    case 'server': {
      const ranks = addressRanks(rows);
      return (index) => ranks[rows.serverAddress[index]!]! * PORTS + rows.serverPort[index]!;
    }
    case 'start':
      return (index) => rows.startNs[index]!;
    case 'duration':
      return (index) => rows.durationNs[index]!;
    case 'id':
    case 'outcome':
    case 'case':
    case 'bytes':
    case 'frames': {
      const column = rows[by];
      return (index) => column[index]!;
    }
  }
}

/** The same rows in another order; equal ones keep theirs. `''`: worst first. */
export function sortRows(
  rows: Rows,
  selected: Uint32Array,
  by: SortKey | '',
  descending: boolean,
): Uint32Array {
  const key = keyOf(rows, by === '' ? 'outcome' : by);
  const keys = new Float64Array(rows.count);
  for (const index of selected) keys[index] = key(index);
  const sign = descending ? -1 : 1;
  return selected.slice().sort((a, b) => sign * (keys[a]! - keys[b]!) || a - b);
}
