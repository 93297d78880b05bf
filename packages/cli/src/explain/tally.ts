/**
 * What a text needs of many connections: counts by outcome and cause, and the first few of each cause to show. Memory does not
 * grow with the capture.
 */
import { type CaseName, describeCase } from '@halfopen/catalogue';
import { type ConnectionRecord, type Outcome, outcomes } from '@halfopen/explain';
import type { Connection } from './connection.ts';

/** Of one cause so many are kept. */
const MOST_EXAMPLES = 5;

/** Connections that ended alike. */
export interface Cause {
  readonly case: CaseName | null;
  readonly outcome: Outcome;
  readonly count: number;
  /** The first ones. */
  readonly examples: readonly ConnectionRecord[];
}

interface GrowingCause {
  readonly case: CaseName | null;
  readonly outcome: Outcome;
  count: number;
  readonly examples: ConnectionRecord[];
}

/** Whether somebody should look at it: not at what went well, nor at what merely stands. */
function isWorthTelling({ outcome, case: name }: Connection): boolean {
  if (outcome !== 'open') return outcome !== 'ok';
  return name !== null && !describeCase(name).benign;
}

/** Counts connections. */
export class Tally {
  readonly counts: Record<Outcome, number> = { failed: 0, partial: 0, open: 0, ok: 0 };
  readonly #causes = new Map<string, GrowingCause>();
  readonly #recordOf: (connection: Connection) => ConnectionRecord;
  #first: ConnectionRecord | null = null;

  /** `recordOf` makes the record of a connection that is to be kept. */
  constructor(recordOf: (connection: Connection) => ConnectionRecord) {
    this.#recordOf = recordOf;
  }

  /** Connections counted. */
  get total(): number {
    return outcomes.reduce((sum, outcome) => sum + this.counts[outcome], 0);
  }

  /** The only connection; `null`: there were none or several. */
  get only(): ConnectionRecord | null {
    return this.total === 1 ? this.#first : null;
  }

  add(connection: Connection): void {
    const isFirst = this.total === 0;
    this.counts[connection.outcome] += 1;
    const worth = isWorthTelling(connection);
    if (!worth && !isFirst) return;
    const cause = worth ? this.#causeOf(connection) : null;
    if (cause !== null) cause.count += 1;
    const wanted = cause !== null && cause.examples.length < MOST_EXAMPLES;
    if (!wanted && !isFirst) return;
    const record = this.#recordOf(connection);
    if (wanted) cause.examples.push(record);
    if (isFirst) this.#first = record;
  }

  /** What should be looked at, worst first: by outcome, then by number. */
  causes(): readonly Cause[] {
    return [...this.#causes.values()].sort(
      (a, b) =>
        outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome) ||
        b.count - a.count ||
        (a.examples[0]?.id ?? 0) - (b.examples[0]?.id ?? 0),
    );
  }

  #causeOf({ case: name, outcome }: Connection): GrowingCause {
    const key = `${outcome} ${name ?? ''}`;
    const known = this.#causes.get(key);
    if (known !== undefined) return known;
    const cause: GrowingCause = { case: name, outcome, count: 0, examples: [] };
    this.#causes.set(key, cause);
    return cause;
  }
}

/** The worst connections, at most so many: one of each cause, then a second of each, and so on; then in the order of the causes. */
export function worstOf(causes: readonly Cause[], most: number): readonly ConnectionRecord[] {
  const share = causes.map(() => 0);
  let left = most;
  for (let round = 0; round < MOST_EXAMPLES && left > 0; round += 1) {
    for (const [index, cause] of causes.entries()) {
      if (left === 0 || cause.examples.length <= round) continue;
      share[index] = round + 1;
      left -= 1;
    }
  }
  return causes.flatMap((cause, index) => cause.examples.slice(0, share[index]));
}
