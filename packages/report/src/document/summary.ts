/** Counts over the connections of a document. */
import type { CaseName } from '@halfopen/catalogue';
import {
  type ConnectionRecord,
  explainSchema,
  type Outcome,
  outcomes,
  type SummaryRecord,
} from '@halfopen/explain';
import type { ReportConnection, ReportDocument } from './document.ts';

/** What `explain` would say at the end of these. */
export function summaryOf(records: readonly ConnectionRecord[]): SummaryRecord {
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  const byCase = new Map<CaseName, number>();
  for (const { outcome, verdict } of records) {
    counts[outcome] += 1;
    if (verdict.case !== null) byCase.set(verdict.case, (byCase.get(verdict.case) ?? 0) + 1);
  }
  return {
    type: 'summary',
    schema: explainSchema,
    connections: records.length,
    ...counts,
    byCase: Object.fromEntries([...byCase].sort((a, b) => b[1] - a[1])),
  };
}

/** A document with some of its connections only, and a summary that says so. */
export function chosenFrom(
  document: Omit<ReportDocument, 'connections'>,
  connections: readonly ReportConnection[],
): ReportDocument {
  const { summary } = document;
  const of = summary.of ?? summary.connections;
  return { ...document, connections, summary: { ...summaryOf(connections.map(({ record }) => record)), of } };
}
