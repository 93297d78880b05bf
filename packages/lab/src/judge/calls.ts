/** Holds the calls of one side against the catalogue. */
import { type CallResult, type CallStep, setUpCalls, timesText } from '@halfopen/catalogue';
import type { CallRecord } from '../observe/record.ts';
import { type Pattern, matchPattern } from './match.ts';

function fits(result: string, wanted: CallResult): boolean {
  if (wanted === 'ok') return /^\d+$/.test(result);
  if (wanted === 'some') return /^[1-9]\d*$/.test(result);
  return result === wanted;
}

const NS_PER_MS = 1e6;

function lasts({ atNs, returnedNs }: CallRecord, { lastsMs }: CallStep): boolean {
  if (lastsMs === undefined) return true;
  if (returnedNs === null) return false;
  const ms = (returnedNs - atNs) / NS_PER_MS;
  return ms >= lastsMs.min && ms <= lastsMs.max;
}

function accepts(step: CallStep): (call: CallRecord) => boolean {
  return (record) =>
    record.call === step.call &&
    (step.what === undefined || record.args === step.what) &&
    step.results.some((wanted) => fits(record.result, wanted)) &&
    lasts(record, step);
}

function lengthText({ atNs, returnedNs }: CallRecord): string {
  return returnedNs === null ? '' : ` after ${Math.round((returnedNs - atNs) / NS_PER_MS)} ms`;
}

function stepText({ call, results, times, lastsMs }: CallStep): string {
  const length = lastsMs === undefined ? '' : ` after ${lastsMs.min} to ${lastsMs.max} ms`;
  return `${call} ${results.join(' or ')}${length}${timesText(times)}`;
}

/** What differs, as one sentence; `null` when the calls are as the catalogue says. */
export function judgeCalls(calls: readonly CallRecord[], steps: readonly CallStep[]): string | null {
  const compared = calls.filter(({ call, studied }) => studied && !setUpCalls.has(call));
  const pattern: Pattern<CallRecord> = steps.map((step) => ({
    accepts: accepts(step),
    min: step.times?.min ?? 1,
    max: step.times === undefined ? 1 : step.times.max,
  }));
  const mismatch = matchPattern(compared, pattern);
  if (mismatch === null) return null;
  const wanted = steps[mismatch.stepIndex];
  const got = compared[mismatch.itemIndex];
  const expected = wanted === undefined ? 'nothing more' : stepText(wanted);
  const observed =
    got === undefined
      ? 'no further call'
      : `${got.call} ${got.result}${wanted?.lastsMs === undefined ? '' : lengthText(got)}`;
  return `call ${mismatch.itemIndex + 1}: expected ${expected}, saw ${observed} (all: ${compared.map(({ call, result }) => `${call} ${result}`).join(', ')})`;
}
