/**
 * Processors that this process may really use. Before version 22 Node knows nothing of the quota that a container or a
 * service manager sets (kernel documentation: admin-guide/cgroup-v2.rst, scheduler/sched-bwc.rst).
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

const MOUNT = '/sys/fs/cgroup';

/** Text of a file, or `null` where there is none. */
export type ReadText = (path: string) => string | null;

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** A group's folder and those around it: each of them can set a quota. */
function upwards(path: string): string[] {
  return path === '/' ? ['/'] : [path, ...upwards(dirname(path))];
}

/** `max 100000` or `150000 100000`: microseconds of every so many. */
function quotaOfVersion2(text: string | null): number {
  const [quotaUs = NaN, periodUs = NaN] = (text ?? '').split(/\s+/).map(Number);
  return quotaUs / periodUs;
}

function quotaOfVersion1(quota: string | null, period: string | null): number {
  const quotaUs = Number(quota ?? NaN);
  return quotaUs > 0 ? quotaUs / Number(period ?? NaN) : NaN;
}

/** The processor time this process may use, in processors; `Infinity` without a quota. */
export function cpuQuota(read: ReadText = readText): number {
  const quotas = (read('/proc/self/cgroup') ?? '').split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) return [];
    const isVersion2 = controllers === '';
    if (!isVersion2 && !controllers.split(',').includes('cpu')) return [];
    return upwards(path).map((group) =>
      isVersion2
        ? quotaOfVersion2(read(join(MOUNT, group, 'cpu.max')))
        : quotaOfVersion1(
            read(join(MOUNT, 'cpu', group, 'cpu.cfs_quota_us')),
            read(join(MOUNT, 'cpu', group, 'cpu.cfs_period_us')),
          ),
    );
  });
  return Math.min(Infinity, ...quotas.filter((quota) => quota > 0));
}

/** Processors, as far as the quota goes; a fraction where it is one. */
export function usableCpus(): number {
  return Math.min(availableParallelism(), cpuQuota());
}

/** Runs at a time unless said: most of a run is waiting, but each has several processes. */
export const defaultJobs: number = Math.max(2, Math.min(12, Math.floor(usableCpus() * 3)));
