/** What went wrong, by cause. */
import type { CaseName } from '@halfopen/catalogue';
import type { ConnectionRecord, Outcome } from '@halfopen/explain';
import { caseAt, outcomeAt, type Rows } from './rows.ts';

/** The connections that ended alike. */
export interface Cause {
  /** `null`: no case of the catalogue. */
  readonly name: CaseName | null;
  readonly outcome: Outcome;
  readonly count: number;
  /** Index of the first of them. */
  readonly example: number;
}

const weight: Readonly<Record<Outcome, number>> = { failed: 3, partial: 1, open: 1, ok: 0 };

/** The causes of everything that did not end well, the worst and most frequent first. */
export function causesOf(rows: Rows): readonly Cause[] {
  const causes = new Map<
    string,
    { example: number; count: number; outcome: Outcome; name: CaseName | null }
  >();
  for (let index = 0; index < rows.count; index += 1) {
    const outcome = outcomeAt(rows, index);
    const place = rows.case[index]!;
    if (outcome === 'ok' || (place < 0 && outcome !== 'failed')) continue;
    const key = `${outcome} ${place}`;
    const known = causes.get(key);
    if (known === undefined)
      causes.set(key, { example: index, count: 1, outcome, name: place < 0 ? null : caseAt(place) });
    else known.count += 1;
  }
  return [...causes.values()].sort((a, b) => weight[b.outcome] - weight[a.outcome] || b.count - a.count);
}

/** The record of each cause's example, by its index. */
export type Examples = ReadonlyMap<number, ConnectionRecord>;

/** The examples, where all records are at hand. */
export function examplesOf(rows: Rows, recordAt: (index: number) => ConnectionRecord): Examples {
  return new Map(causesOf(rows).map(({ example }) => [example, recordAt(example)]));
}
