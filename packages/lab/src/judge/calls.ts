/** Holds the calls of one side against the catalogue. */
import type { CallResult, CallStep } from '@halfopen/catalogue';
import type { CallRecord } from '../observe/record.ts';
import { type Pattern, matchPattern } from './match.ts';

/** Calls that prepare a socket; how a program prepares is not what a case is about. */
const setUp: ReadonlySet<string> = new Set(['socket', 'bind', 'listen', 'setsockopt', 'fcntl']);

function fits(result: string, wanted: CallResult): boolean {
  if (wanted === 'ok') return /^\d+$/.test(result);
  if (wanted === 'some') return /^[1-9]\d*$/.test(result);
  return result === wanted;
}

function accepts(step: CallStep): (call: CallRecord) => boolean {
  return ({ call, args, result }) =>
    call === step.call &&
    (step.what === undefined || args === step.what) &&
    step.results.some((wanted) => fits(result, wanted));
}

function stepText({ call, results, times }: CallStep): string {
  const often = times === undefined ? '' : ` {${times.min},${times.max ?? ''}}`;
  return `${call} ${results.join(' or ')}${often}`;
}

/** What differs, as one sentence; `null` when the calls are as the catalogue says. */
export function judgeCalls(calls: readonly CallRecord[], steps: readonly CallStep[]): string | null {
  const compared = calls.filter(({ call, studied }) => studied && !setUp.has(call));
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
  const observed = got === undefined ? 'no further call' : `${got.call} ${got.result}`;
  return `call ${mismatch.itemIndex + 1}: expected ${expected}, saw ${observed} (all: ${compared.map(({ call, result }) => `${call} ${result}`).join(', ')})`;
}
