/** Holds the kernel's own account against the catalogue: reasons of resets, counters. */
import type { CounterExpectation, ResetExpectation, Side } from '@halfopen/catalogue';
import type { KernelRecord } from '../observe/record.ts';
import { type Pattern, matchPattern } from './match.ts';

/** What differs in the resets; `null` when they are as expected, or when the kernel was not asked. */
export function judgeResets(
  kernel: readonly KernelRecord[] | null,
  expected: readonly ResetExpectation[],
): string | null {
  if (kernel === null) return null;
  const resets = kernel.filter(({ event }) => event === 'send_reset');
  const pattern: Pattern<KernelRecord> = expected.map(({ by, reasons, times }) => ({
    // Kernels before 6.10 trace the reset but not its reason.
    accepts: ({ side, detail }) =>
      side === by && (detail === '' || reasons.some((reason) => detail === reason)),
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
