/** Holds a run against everything its case promises. */
import type { Expectation } from '@halfopen/catalogue';
import type { RunRecord } from '../observe/record.ts';
import { judgeCalls } from './calls.ts';
import { judgeCounters, judgeResets } from './kernel.ts';
import { judgeWire } from './wire.ts';

function labelled(label: string, difference: string | null): string[] {
  return difference === null ? [] : [`${label}: ${difference}`];
}

/** Everything that is not as expected, one sentence each; empty when the run is `as-expected`. */
export function judge(record: RunRecord, { calls, wire, kernel }: Expectation): string[] {
  const sides = ['client', 'server'] as const;
  const vantages = ['client', 'middle', 'server'] as const;
  return [
    ...sides.flatMap((side) =>
      labelled(
        `${side}'s calls`,
        judgeCalls(
          record.calls.filter((call) => call.side === side),
          calls[side],
        ),
      ),
    ),
    ...vantages.flatMap((at) => labelled(`wire at ${at}`, judgeWire(record.seen[at], wire[at]))),
    ...[judgeResets(record.kernel, kernel.resets)].filter((difference) => difference !== null),
    ...judgeCounters(record.counters, kernel.counters),
  ];
}
