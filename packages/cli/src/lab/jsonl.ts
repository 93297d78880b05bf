/** Lines of `lab --format jsonl`, schema `halfopen.lab/1`. */
import type { CaseEntry } from '@halfopen/catalogue';
import type { Booking, LabFailure } from '@halfopen/lab';
import { isRunResult } from '@halfopen/lab';
import type { Tally } from './tally.ts';
import type { ExplainedRun } from './verdicts.ts';

const SCHEMA = 'halfopen.lab/1';
const NS_PER_S = 1e9;

/** Seconds with six decimals, as text: JSON readers must not round them. */
function seconds(ns: number): string {
  return (ns / NS_PER_S).toFixed(6);
}

function caseOf({ scenario }: Booking): CaseEntry {
  return scenario.case;
}

/** One run. `bundle` is its folder, if it was kept. */
export function runLine(booking: Booking, result: ExplainedRun | LabFailure, bundle: string | null): string {
  const head = {
    type: 'run',
    schema: SCHEMA,
    case: caseOf(booking).id,
    variant: booking.variant,
    outcome: result.outcome,
  };
  const tookMs = Math.round(result.tookMs);
  if (!isRunResult(result))
    return JSON.stringify({ ...head, fault: true, surprises: [result.fault], tookMs, calls: [] });
  const { record, surprises, seed, verdicts } = result;
  return JSON.stringify({
    ...head,
    ...(result.outcome === 'skipped' ? { why: surprises.join('; ') } : {}),
    ...(result.outcome === 'surprised' ? { surprises } : {}),
    tookMs,
    seed,
    calls: (record?.calls ?? [])
      .filter(({ studied }) => studied)
      .map(({ atNs, side, call, args, result: returned }) => ({
        t: seconds(atNs),
        side,
        call,
        args,
        result: returned,
      })),
    ...(record === null || record.kernel === null
      ? {}
      : {
          kernel: record.kernel.map(({ atNs, side, event, detail }) => ({
            t: seconds(atNs),
            side,
            event,
            reason: detail,
          })),
        }),
    ...(verdicts === null ? {} : { verdicts }),
    ...(bundle === null ? {} : { bundle }),
  });
}

/** The last line. */
export function summaryLine({ cases, runs, asExpected, surprised, skipped }: Tally): string {
  return JSON.stringify({ type: 'summary', schema: SCHEMA, cases, runs, asExpected, surprised, skipped });
}
