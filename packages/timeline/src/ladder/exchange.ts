/** Leaves out the middle of an exchange in which nothing goes wrong: data, acknowledgements and the calls that move it. */
import { foldAway } from './fold.ts';
import type { EventRow, LadderArrow, LadderEnd } from './geometry.ts';
import { endOfRow, startOfRow, type TimedRow } from './rows.ts';

/** So many rows are shown before and after what is left out. */
const shownAtEachEnd = 4;
/** Fewer rows than this are not worth leaving out. */
const leastHidden = 9;

/** Folds each uneventful exchange that nothing interrupts for longer than `idleNs`. Rows that are folded already may take part. */
export function foldExchanges(rows: readonly TimedRow[], idleNs: number): readonly TimedRow[] {
  const folded: TimedRow[] = [];
  for (let start = 0; start < rows.length;) {
    const end = endOfExchange(rows, start, idleNs);
    const from = start + shownAtEachEnd;
    const to = end - shownAtEachEnd;
    if (to - from >= leastHidden) {
      folded.push(...rows.slice(start, from), foldAway(rows.slice(from, to).flatMap(unfold), null, []));
      folded.push(...rows.slice(to, end));
      start = end;
    } else {
      const next = Math.max(end, start + 1);
      folded.push(...rows.slice(start, next));
      start = next;
    }
  }
  return folded;
}

function endOfExchange(rows: readonly TimedRow[], start: number, idleNs: number): number {
  let lastNs = Infinity;
  let end = start;
  for (;;) {
    const row = rows[end];
    if (row === undefined || !isUneventful(row) || startOfRow(row) - lastNs > idleNs) return end;
    lastNs = lastNs === Infinity ? endOfRow(row) : Math.max(lastNs, endOfRow(row));
    end += 1;
  }
}

function unfold(row: TimedRow): readonly EventRow[] {
  switch (row.kind) {
    case 'event':
      return [row];
    case 'fold':
      return row.hidden;
    case 'fault':
      return [];
  }
}

function isUneventful(row: TimedRow): boolean {
  switch (row.kind) {
    case 'fault':
      return false;
    case 'fold':
      return row.hidden.every(isUneventful);
    case 'event':
      return isUneventfulEnd(row.client) && isUneventfulEnd(row.server) && isUneventfulArrow(row.arrow);
  }
}

function isUneventfulArrow(arrow: LadderArrow | null): boolean {
  if (arrow === null) return true;
  const { type, retransmission, windowBytes } = arrow.packet;
  return (
    (type === 'DATA' || type === 'ACK') && retransmission === 0 && windowBytes > 0 && arrow.loss === null
  );
}

function isUneventfulEnd(end: LadderEnd | null): boolean {
  if (end === null) return true;
  if (end.state !== null || end.kernel.length > 0) return false;
  return end.call === null || /^(ok|[1-9]\d*|ready (IN|OUT|R|W)(\|(OUT|W))?)$/.test(end.call.event.result);
}
