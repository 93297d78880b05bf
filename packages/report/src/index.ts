/** Reports as pages: what other packages may use. */
export {
  type Redaction,
  type ReportConnection,
  type ReportDocument,
  type ReportRun,
  reportSchema,
  type ReportSource,
} from './document/document.ts';
export { defaultLimits, DocumentCollector, type DocumentLimits } from './document/collector.ts';
export { embedDocument, openPage } from './document/embed.ts';
export { hiddenSource, inWords } from './document/reduce.ts';
export { connectionOfRun, type RunParts } from './document/run.ts';
export { summaryOf } from './document/summary.ts';
export type { NamedBlob } from './library/reading.ts';
export { openBundles } from './library/runs.ts';
