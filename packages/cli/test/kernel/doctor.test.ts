import { describe, expect, it } from 'vitest';
import { type Ended, halfopen, jsonLines, mainPath, startCommand } from '../command-line.ts';
import { labUnavailable, rootUnavailable } from './availability.ts';

interface FindingLine {
  readonly name: string;
  readonly good: boolean;
  readonly optional: boolean;
  readonly mend: readonly string[];
}

function tried({ stdout }: Ended): FindingLine[] {
  return jsonLines<FindingLine>(stdout).filter(({ name }) => name.startsWith('try-'));
}

describe.skipIf(labUnavailable() !== null)('the doctor, where the lab works', () => {
  it('has tried everything that a run needs, and it works', async () => {
    const ended = await halfopen(['doctor', '--json']);
    const needed = tried(ended).filter(({ optional }) => !optional);
    expect(needed.map(({ name }) => name)).toEqual(
      ['thread', 'namespace', 'settings', 'states', 'topology', 'captures', 'firewall'].map(
        (name) => `try-${name}`,
      ),
    );
    expect(needed.filter(({ good }) => !good)).toEqual([]);
    expect(ended.code).toBe(0);
  });
});

describe.skipIf(rootUnavailable() !== null)('the doctor, where kernel settings are read-only', () => {
  it('says so, and does not try what needs them', async () => {
    const script = [
      'mount --bind /proc/sys /proc/sys',
      'mount -o remount,bind,ro /proc/sys',
      `exec "${process.execPath}" "${mainPath}" doctor --json`,
    ].join(' && ');
    const ended = await startCommand('unshare', ['--mount', '--', 'sh', '-ec', script]).ended;
    const bad = tried(ended).filter(({ good }) => !good);
    expect(bad.map(({ name }) => name)).toEqual(['try-settings']);
    expect(bad[0]?.mend.join(' ')).toContain('--privileged');
    expect(tried(ended).map(({ name }) => name)).not.toContain('try-topology');
    expect(ended.code).toBe(3);
  });
});
