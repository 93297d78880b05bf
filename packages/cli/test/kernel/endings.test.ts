import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { halfopen, mainPath, startCommand } from '../command-line.ts';
import { labUnavailable } from './availability.ts';
import { leftovers } from './leftovers.ts';

const LONG = ['lab', 'send-cut', 'conn-blackhole', '--jobs', '3'];

/** The lab is in the middle of its runs when programs of it wait for packets. */
async function untilAtWork(pid: number): Promise<void> {
  const children = `/proc/${pid}/task/${pid}/children`;
  for (;;) {
    const names = readFileSync(children, 'utf8')
      .split(' ')
      .filter((child) => child !== '')
      .map((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8'));
    if (names.filter((name) => name.includes('tcpdump')).length >= 3) return;
    await delay(20);
  }
}

async function untilGone(pid: number): Promise<void> {
  while (existsSync(`/proc/${pid}`)) await delay(20);
}

describe.skipIf(labUnavailable() !== null || process.getuid?.() !== 0)('however the lab ends', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s: one message, exit code 130, nothing left', async (signal) => {
    const lab = startCommand(process.execPath, [mainPath, ...LONG]);
    await untilAtWork(lab.pid);
    lab.kill(signal);
    const { code, stderr } = await lab.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/Interrupted/);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(leftovers()).toEqual([]);
  });

  it('killed outright: its programs die with it, and --clean removes the rest', async () => {
    const lab = startCommand(process.execPath, [mainPath, ...LONG]);
    await untilAtWork(lab.pid);
    const children = readFileSync(`/proc/${lab.pid}/task/${lab.pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .map(Number);
    lab.kill('SIGKILL');
    await lab.ended;
    await Promise.all(children.map(untilGone));
    const { code, stdout } = await halfopen(['lab', '--clean']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Removed: /);
    expect(leftovers()).toEqual([]);
    expect((await halfopen(['lab', '--clean'])).stdout).toBe('Nothing left behind.\n');
  });

  it('a reader that has had enough (| head) is no error', async () => {
    const { code, stderr } = await startCommand('sh', [
      '-c',
      `${process.execPath} ${mainPath} lab close-half --json -q | head -c 1 >/dev/null`,
    ]).ended;
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(leftovers()).toEqual([]);
  });
});
