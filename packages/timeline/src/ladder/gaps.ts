/** Finds the times in which nothing happened and puts one row in their place. */
import type { LadderArrow, LadderRow } from './geometry.ts';
import { endOfRow, startOfRow, type TimedRow } from './rows.ts';

/** Adds a gap row wherever nothing happened for longer than `idleNs`. Beside a fold there is none: its spacing tells. */
export function markGaps(rows: readonly TimedRow[], idleNs: number): readonly LadderRow[] {
  const marked: LadderRow[] = [];
  let lastNs = Infinity;
  for (const row of rows) {
    const startNs = startOfRow(row);
    const beside = row.kind === 'fold' || marked.at(-1)?.kind === 'fold';
    if (!beside && startNs - lastNs > idleNs && Number.isFinite(startNs)) {
      marked.push({ kind: 'gap', durationNs: startNs - lastNs, passing: tracksAbove(row) });
    }
    marked.push(row);
    lastNs = lastNs === Infinity ? endOfRow(row) : Math.max(lastNs, endOfRow(row));
  }
  return marked;
}

/** A track that a row closes runs through the gap above it; one that it opens does not. */
function tracksAbove(row: TimedRow): readonly number[] {
  const arrow: LadderArrow | null = row.kind === 'event' ? row.arrow : null;
  if (arrow === null || arrow.track === null || arrow.piece === 'departure') return row.passing;
  return [...row.passing, arrow.track].sort((a, b) => a - b);
}
