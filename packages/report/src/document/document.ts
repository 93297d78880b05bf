/**
 * A report as data: what explain, or the lab, has found, with the packets of the connections worth drawing. It is what a page carries
 * within itself and what it shows of a capture that is dropped on it.
 */
import type { CaptureRecord, ConnectionRecord, Story, SummaryRecord } from '@halfopen/explain';

/** Name and version of the shape. */
export const reportSchema = 'halfopen.report/1';

/** What has been taken out of a report that is to be passed on. */
export interface Redaction {
  /** `mapped`: every address is replaced, in order of appearance: 10.0.0.1, 10.0.0.2, ... or fd00::1, ... */
  readonly addresses: 'real' | 'mapped';
  /** So many bytes of each packet's payload are in it; 0: none. */
  readonly payloadBytes: number;
}

/** A file that was read. */
export interface ReportSource {
  readonly capture: CaptureRecord;
  /** `null`: it came through a pipe. */
  readonly sizeBytes: number | null;
  /** Of the file as it was read, in hexadecimal; `null`: not known. */
  readonly sha256: string | null;
}

/** A run of the lab, where the report is of such. */
export interface ReportRun {
  /** `close-unread/plain`. */
  readonly name: string;
  /** Which program does what. Empty: the bundle does not say. */
  readonly about: string;
  readonly outcome: 'as-expected' | 'surprised' | 'skipped';
  /** What differed from the catalogue, or why it was skipped. */
  readonly surprises: readonly string[];
  /** Settings, delay, kernel, seed: a line each. */
  readonly circumstances: readonly string[];
}

/** One connection. */
export interface ReportConnection {
  readonly record: ConnectionRecord;
  /** `null`: its packets are not in the report. */
  readonly story: Story | null;
  readonly run: ReportRun | null;
}

/** All of it. */
export interface ReportDocument {
  readonly schema: typeof reportSchema;
  /** Version of halfopen that made it. */
  readonly version: string;
  /** The command line; `null`: it was made in a page. */
  readonly command: string | null;
  readonly redaction: Redaction;
  readonly sources: readonly ReportSource[];
  readonly summary: SummaryRecord;
  readonly connections: readonly ReportConnection[];
}
