/** Holds the kernel's own account against the catalogue: reasons of resets, counters. */
import type { CounterExpectation, ResetExpectation, Side } from '@halfopen/catalogue';
import type { KernelRecord } from '../observe/record.ts';
import { tracedResets } from '../observe/traced-resets.ts';
import { type Pattern, matchPattern } from './match.ts';

/** Linux 6.10 and 6.11 name the reason of passive resets only; active ones get this. */
const UNNAMED = 'NOT_SPECIFIED';

/** What differs in the resets; `null` when they are as expected, or when the kernel gives no account of them. */
export function judgeResets(
  kernel: readonly KernelRecord[] | null,
  expected: readonly ResetExpectation[],
): string | null {
  const resets = tracedResets(kernel);
  if (resets === null) return null;
  const pattern: Pattern<KernelRecord> = expected.map(({ by, reasons, times }) => ({
    accepts: ({ side, detail }) =>
      side === by && (detail === UNNAMED || reasons.some((reason) => detail === reason)),
    min: times?.min ?? 1,
    max: times === undefined ? 1 : times.max,
  }));
  if (matchPattern(resets, pattern) === null) return null;
  const wanted = expected.map(({ by, reasons }) => `${by} ${reasons.join(' or ')}`).join(', ') || 'none';
  const seen = resets.map(({ side, detail }) => `${side} ${detail}`).join(', ') || 'none';
  return `kernel resets: expected ${wanted}, saw ${seen}`;
}

/** What differs in the counters, one sentence each. */
export function judgeCounters(
  counters: Readonly<Record<Side, Readonly<Record<string, number>>>>,
  expected: readonly CounterExpectation[],
): string[] {
  return expected.flatMap(({ at, name, change }) => {
    const moved = counters[at][name] ?? 0;
    const fits = change === 'some' ? moved > 0 : moved === (change === 'none' ? 0 : change);
    return fits ? [] : [`counter ${name} at the ${at}: expected ${change}, moved by ${moved}`];
  });
}
