/** What stands in the columns of times. */
import type { Side } from '@halfopen/catalogue';
import { secondsText } from '../durations.ts';
import type { EventRow, Ladder, LadderEnd, LadderRow } from '../geometry.ts';
import { timeAtRouter } from '../rows.ts';
import type { Glyphs } from './glyphs.ts';

/** The texts of one row; empty where there is none. */
export type TimeTexts = Readonly<Record<Side, string>>;

/** Both ends' times. */
export function timesOfEnds(ladder: Ladder, decimals: number, glyphs: Glyphs): readonly TimeTexts[] {
  const text = (end: LadderEnd | null): string => (end === null ? '' : timeText(end.atNs, ladder, decimals));
  return ladder.rows.map((row) => {
    const both = timeBetween(row, ladder, decimals, glyphs);
    if (both !== null) return { client: both, server: both };
    return row.kind === 'event'
      ? { client: text(row.client), server: text(row.server) }
      : { client: '', server: '' };
  });
}

/**
 * One time for each row, for a single column: when a packet left. Where that was before the time above, it is when the
 * packet arrived, marked as such, so that the column runs backwards only where rows of more than two packets interlock.
 */
export function timesInOneColumn(ladder: Ladder, decimals: number, glyphs: Glyphs): readonly TimeTexts[] {
  let latestNs = -Infinity;
  return ladder.rows.map((row) => {
    const between = timeBetween(row, ladder, decimals, glyphs);
    if (between !== null || row.kind !== 'event') return { client: between ?? '', server: '' };
    const [firstNs, lastNs] = timesOf(row);
    if (firstNs === null || lastNs === null)
      return { client: timeText(firstNs, ladder, decimals), server: '' };
    const late = firstNs < latestNs && lastNs > firstNs;
    const shownNs = late ? lastNs : firstNs;
    latestNs = Math.max(latestNs, shownNs);
    return { client: `${late ? glyphs.arrived : ''}${timeText(shownNs, ladder, decimals)}`, server: '' };
  });
}

function timesOf({ client, server }: EventRow): readonly [number | null, number | null] {
  const times = [client?.atNs, server?.atNs].filter((atNs) => atNs != null).sort((a, b) => a - b);
  return [times[0] ?? null, times.at(-1) ?? null];
}

function timeText(atNs: number | null, ladder: Ladder, decimals: number): string {
  return atNs === null ? 'end' : secondsText(atNs, ladder.startNs, decimals);
}

/** For rows that are not at one end; `null` for those that are. */
function timeBetween(row: LadderRow, ladder: Ladder, decimals: number, glyphs: Glyphs): string | null {
  switch (row.kind) {
    case 'fault':
      return timeText(row.event.atNs, ladder, decimals);
    case 'gap':
    case 'fold':
      return glyphs.dots;
    case 'event': {
      const atNs = timeAtRouter(row);
      return atNs === null ? null : timeText(atNs, ladder, decimals);
    }
  }
}
