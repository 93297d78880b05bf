/**
 * A run's bundle on disk: `client.pcap`, `middle.pcap`, `server.pcap` and `truth.json`, which says what really happened:
 * addresses, the timeline of calls, states and kernel events, what was expected, the settings, the kernel, the seed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import type { Vantage } from '@halfopen/catalogue';
import type { RunResult } from './run.ts';
import { timelineOf } from './timeline.ts';

/** Name of the folder of a run. The plain variant of a case has the case's own name. */
export function bundleName(caseId: string, variant: string, isFirst: boolean): string {
  return isFirst ? caseId : `${caseId}.${variant}`;
}

function truthOf(result: RunResult): unknown {
  const { entry, variant, record } = result;
  if (record === null) return null;
  const expects = entry.variants.find(({ name }) => name === variant)?.expects;
  return {
    schema: 'halfopen.truth/1',
    case: entry.id,
    variant,
    outcome: result.outcome,
    surprises: result.surprises,
    client: record.client,
    server: record.server,
    /** Wall-clock nanoseconds of the timeline's zero: a capture's timestamp minus this is a time on it. */
    epochNs: String(record.epochNs),
    endNs: record.endNs,
    oneWayDelayNs: record.delayNs,
    kernel: release(),
    kernelTrace: record.kernel !== null,
    seed: result.seed,
    realTime: result.realTime,
    knobs: result.knobs,
    missingKnobs: record.missingKnobs,
    timeline: timelineOf(record),
    calls: record.calls,
    counters: record.counters,
    expects,
  };
}

/** Writes the bundle into `directory`, which is made if need be. Throws what the file system throws. */
export function writeBundle(directory: string, result: RunResult): void {
  mkdirSync(directory, { recursive: true });
  for (const vantage of ['client', 'middle', 'server'] as const satisfies readonly Vantage[]) {
    writeFileSync(join(directory, `${vantage}.pcap`), result.captures[vantage]);
  }
  writeFileSync(join(directory, 'truth.json'), `${JSON.stringify(truthOf(result), null, 1)}\n`);
}
