/** Reports as lines on standard output, written before anything else happens: a program that is killed has told all it did. */
import { writeSync } from 'node:fs';
import { type Report, monotonicMs } from '../record/records.ts';

/** Writes a report with the time now. */
export function tell(report: Report): void {
  writeSync(1, `${JSON.stringify({ ...report, atMs: monotonicMs() })}\n`);
}
