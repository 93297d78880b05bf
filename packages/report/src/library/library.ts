/** What the views show, wherever it comes from: the page itself, or captures that a worker reads. */
import type { ConnectionRecord, Story, SummaryRecord } from '@halfopen/explain';
import type { Redaction, ReportDocument, ReportRun, ReportSource } from '../document/document.ts';
import type { Examples } from './causes.ts';
import type { Rows } from './rows.ts';

/** What is known of all of it at once. */
export interface Head {
  /** Version of halfopen that found it. */
  readonly version: string;
  readonly command: string | null;
  readonly redaction: Redaction;
  readonly sources: readonly ReportSource[];
  readonly summary: SummaryRecord;
  /** What went wrong while it was read, e.g. that a capture breaks off. */
  readonly complaints: readonly string[];
}

/** One connection with everything that is to be seen of it. */
export interface Details {
  readonly record: ConnectionRecord;
  /** `null`: its packets are not here. */
  readonly story: Story | null;
  readonly run: ReportRun | null;
}

/** Connections and what is known of them. Indices are those of rows. */
export interface Library {
  readonly head: Head;
  readonly rows: Rows;
  readonly examples: Examples;
  /** The names of the lab's runs, by index; absent: it holds captures. */
  readonly runNames?: readonly string[];
  /** Whether the captures themselves are here, and with them all payload. */
  readonly hasCaptures: boolean;
  /** `payloadBytes`: of each packet's payload, so many with the story's bytes. */
  details(index: number, payloadBytes: number): Promise<Details>;
  /** The same as a document to be kept or passed on. `only`: indices of the connections wanted; `null`: all. */
  document(redaction: Redaction, only: readonly number[] | null): Promise<ReportDocument>;
  close(): void;
}
