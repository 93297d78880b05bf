/**
 * A run's bundle on disk: `client.pcap`, `middle.pcap`, `server.pcap` and `truth.json`, which says what really happened:
 * addresses, the timeline of calls, states and kernel events, what was expected, the settings, the kernel, the seed.
 */
import { existsSync, mkdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
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

/** A file of a bundle: its name and what is in it. */
export type BundleFile = readonly [name: string, content: Uint8Array | string];

/** The files of a run's bundle. */
export function bundleFiles(result: RunResult): BundleFile[] {
  const { captures } = result;
  return [
    ['client.pcap', captures.client],
    ['middle.pcap', captures.middle],
    ['server.pcap', captures.server],
    ['truth.json', `${JSON.stringify(truthOf(result), null, 1)}\n`],
  ];
}

function discard(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made, or is not ours.
  }
}

/**
 * Writes files into `directory`, which is made if need be: all of them beside their places first, then each into its
 * place, so that a full disk leaves an earlier bundle whole. Nothing that is not of this bundle is touched. Throws what
 * the file system throws.
 */
export function writeFiles(directory: string, files: readonly BundleFile[]): void {
  const existed = existsSync(directory);
  if (!existed) mkdirSync(directory);
  const partial = (name: string): string => join(directory, `.${name}.partial`);
  const written: string[] = [];
  try {
    for (const [name, content] of files) {
      // One that a killed lab left is in the way; anything else there is written through by nobody.
      discard(partial(name));
      written.push(partial(name));
      writeFileSync(partial(name), content, { flag: 'wx' });
    }
    for (const [name] of files) renameSync(partial(name), join(directory, name));
  } catch (error) {
    if (existed) for (const path of written) discard(path);
    else rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}
