import { describe, expect, it } from 'vitest';
import { cpuQuota } from '../src/lab/cpus.ts';

function files(contents: Readonly<Record<string, string>>) {
  return (path: string): string | null => contents[path] ?? null;
}

describe('the processor quota', () => {
  it.each([
    ['without groups', {}, Infinity],
    ['a group without a quota', { 'cpu.max': 'max 100000\n' }, Infinity],
    ['one and a half processors', { 'cpu.max': '150000 100000\n' }, 1.5],
    ['the tightest of all groups around', { 'cpu.max': '400000 100000', '../cpu.max': '50000 100000' }, 0.5],
  ])('version 2: %s', (_, limits, quota) => {
    const root = '/sys/fs/cgroup/system.slice/lab.service/';
    const contents = Object.entries(limits).map(([name, text]) => [
      new URL(name, `file://${root}`).pathname,
      text,
    ]);
    const read = files({
      '/proc/self/cgroup': '0::/system.slice/lab.service\n',
      ...(Object.fromEntries(contents) as Record<string, string>),
    });
    expect(cpuQuota(read)).toBe(quota);
  });

  it('version 2 inside a container, where the own group is the root', () => {
    const read = files({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '100000 100000\n' });
    expect(cpuQuota(read)).toBe(1);
  });

  it.each([
    ['none', '-1', Infinity],
    ['two processors', '200000', 2],
  ])('version 1: %s', (_, quotaUs, quota) => {
    const read = files({
      '/proc/self/cgroup': '5:memory:/docker/1\n4:cpu,cpuacct:/docker/1\n0::/docker/1\n',
      // Inside a container the mount shows the own group as its root.
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': `${quotaUs}\n`,
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    });
    expect(cpuQuota(read)).toBe(quota);
  });
});
