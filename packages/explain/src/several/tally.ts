/** Counts connections for the summary. */
import type { CaseName } from '@halfopen/catalogue';
import { type ConnectionRecord, explainSchema, type Outcome, type SummaryRecord } from '../record.ts';

export class Tally {
  readonly #outcomes: Record<Outcome, number> = { ok: 0, failed: 0, open: 0, partial: 0 };
  readonly #byCase = new Map<CaseName, number>();
  #connections = 0;

  count({ outcome, verdict }: ConnectionRecord): void {
    this.#connections += 1;
    this.#outcomes[outcome] += 1;
    if (verdict.case !== null) this.#byCase.set(verdict.case, (this.#byCase.get(verdict.case) ?? 0) + 1);
  }

  summary(): SummaryRecord {
    const byCase = Object.fromEntries([...this.#byCase].sort((a, b) => b[1] - a[1]));
    return {
      type: 'summary',
      schema: explainSchema,
      connections: this.#connections,
      ...this.#outcomes,
      byCase,
    };
  }
}
