import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Ended, halfopen, mainPath, startCommand } from '../command-line.ts';
import { rootUnavailable } from './availability.ts';
import { leftovers } from './leftovers.ts';

const command = `"${process.execPath}" "${mainPath}"`;

/** Runs a shell script in a mount namespace of its own, so that nothing it mounts shows outside. */
function inMountNamespace(script: string): Promise<Ended> {
  return startCommand('unshare', ['--mount', '--', 'sh', '-ec', script]).ended;
}

const unavailable = rootUnavailable();

describe.skipIf(unavailable !== null)('surroundings in which the lab cannot work', () => {
  const place = unavailable === null ? mkdtempSync(join(tmpdir(), 'halfopen-bad-')) : '';
  afterAll(() => {
    if (place !== '') rmSync(place, { recursive: true, force: true });
  });

  it.each([
    ['a file in the way', () => join(place, 'file', 'runs')],
    ['a file system that takes nothing', () => '/proc/halfopen'],
  ])('--out with %s: exit code 2 before anything runs', async (_, out) => {
    writeFileSync(join(place, 'file'), '');
    const { code, stdout, stderr } = await halfopen(['lab', 'close-half', '--out', out()]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^halfopen: Can't write to .*Choose another folder with --out\.$/m);
  });

  it('a disk that fills up: exit code 4, what was kept is whole, nothing half-written', async () => {
    const { tag, code, stderr, stdout } = await inMountNamespace(
      `mount -t tmpfs -o size=60k tmpfs "${place}"; ` +
        `${command} lab close-unread close-linger0 --jobs 1 --out "${place}/runs" & lab=$!; ` +
        `wait $lab && code=0 || code=$?; echo "lab: $lab"; ` +
        `for run in "${place}"/runs/*; do test -s "$run/truth.json" && test -s "$run/ladder.txt" || echo "half: $run"; done; exit $code`,
    );
    expect(code).toBe(4);
    expect(stderr).toMatch(/Can't write the bundle of .*ENOSPC.*bundles written before it are whole/);
    expect(stdout).not.toContain('half:');
    const pid = Number(/^lab: (\d+)$/m.exec(stdout)?.[1]);
    expect(leftovers({ tag, pid })).toEqual([]);
  });

  it('no tcpdump: exit code 3 and the command that installs it', async () => {
    const { code, stderr } = await inMountNamespace(
      `mount --bind /dev/null "$(command -v tcpdump || echo /usr/bin/tcpdump)"; ${command} lab close-half`,
    );
    expect(code).toBe(3);
    expect(stderr).toContain('Missing: tcpdump (package tcpdump)');
    expect(stderr).toContain('apt-get install -y --no-install-recommends tcpdump');
  });

  it('no namespaces to be had: exit code 3, why, and what to change', async () => {
    const forbid = 'echo 0 >/proc/sys/user/max_user_namespaces; echo 0 >/proc/sys/user/max_net_namespaces';
    const { code, stderr } = await startCommand('unshare', [
      '--user',
      '--map-root-user',
      '--mount',
      '--',
      'sh',
      '-ec',
      `${forbid}; exec ${command} lab close-half`,
    ]).ended;
    expect(code).toBe(3);
    expect(stderr).toMatch(/may not make network namespaces here: .*unshare/);
    expect(stderr).toContain('user.max_user_namespaces');
    const doctor = await startCommand('unshare', [
      '--user',
      '--map-root-user',
      '--',
      'sh',
      '-ec',
      `${forbid}; exec ${command} doctor`,
    ]).ended;
    expect(doctor.code).toBe(3);
    expect(doctor.stdout).toContain('network namespaces: no');
  });
});
