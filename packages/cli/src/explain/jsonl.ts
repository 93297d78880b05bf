/** `explain --format jsonl`: the records as explain gives them, schema `halfopen.explain/1`. */
import type { CaseName } from '@halfopen/catalogue';
import { explainSchema, type Outcome, type SummaryRecord } from '@halfopen/explain';
import type { Connection } from './connection.ts';

/** Counts for the summary of all files. */
export class SummaryCount {
  readonly #counts: Record<Outcome, number> = { ok: 0, failed: 0, open: 0, partial: 0 };
  readonly #byCase = new Map<CaseName, number>();
  #connections = 0;

  add({ outcome, case: name }: Connection): void {
    this.#connections += 1;
    this.#counts[outcome] += 1;
    if (name !== null) this.#byCase.set(name, (this.#byCase.get(name) ?? 0) + 1);
  }

  /** `of`: how many there were before a filter; `null`: there was no filter. */
  record(of: number | null): SummaryRecord {
    return {
      type: 'summary',
      schema: explainSchema,
      connections: this.#connections,
      ...(of === null ? {} : { of }),
      ...this.#counts,
      byCase: Object.fromEntries([...this.#byCase].sort((a, b) => b[1] - a[1])),
    };
  }
}
