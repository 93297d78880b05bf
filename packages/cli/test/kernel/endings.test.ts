import { describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { jsonLines, mainPath, startCommand, startHalfopen } from '../command-line.ts';
import { childrenOf, labBelow, until, untilAtWork } from './at-work.ts';
import { rootUnavailable } from './availability.ts';
import { leftovers } from './leftovers.ts';
import { namespacesHeldBy } from '../../../../scripts/census.mjs';

const LONG = ['lab', 'send-cut', 'conn-blackhole', '--jobs', '3'];
/** No system call can make it end sooner. */
const SEND_CUT_MS = 14_000;
const HOSTS_OF_A_RUN = 4;

const censusPath = fileURLToPath(new URL('../../../../scripts/census.mjs', import.meta.url));

/** A container's view: processes, numbers and mounts of its own. */
const ownProcesses = ['--pid', '--fork', '--mount-proc', '--mount', '--kill-child', '--'];

/** In a process namespace of its own, so that no other lab on this machine tidies up in between. */
const killedOutright = `
mount -t tracefs tracefs /sys/kernel/tracing
HALFOPEN_CENSUS=$LAB_TAG "$NODE" "$MAIN" ${LONG.join(' ')} >/dev/null 2>&1 & lab=$!
running() { cat /proc/[0-9]*/comm 2>/dev/null | grep -c "$1" || true; }
until [ "$(running tcpdump)" -ge 3 ]; do sleep 0.02; done
kill -KILL $lab
{ wait $lab || true; } 2>/dev/null
sleep 1
echo "left after a second:"; "$NODE" "$CENSUS" $LAB_TAG $lab | sed 's/[0-9.-]*$//'
echo "cleaning:"; "$NODE" "$MAIN" lab --clean
echo "left after cleaning:"; "$NODE" "$CENSUS" $LAB_TAG $lab
"$NODE" "$MAIN" lab --clean
`;

describe.skipIf(rootUnavailable() !== null)('however the lab ends', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s: one message, 130, nothing left', async (signal) => {
    const lab = startHalfopen(LONG);
    await untilAtWork(lab.pid);
    lab.kill(signal);
    // As `timeout` and a closing terminal do: that is no second wish.
    lab.kill(signal);
    const ended = await lab.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr).toMatch(/Interrupted/);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    expect(leftovers(ended)).toEqual([]);
  });

  it('a terminal that is closed: nothing left', async () => {
    const command = `exec "${process.execPath}" "${mainPath}" ${LONG.join(' ')}`;
    const terminal = startCommand('script', ['--quiet', '--command', command, '/dev/null']);
    await untilAtWork(terminal.pid);
    const pid = labBelow(terminal.pid);
    terminal.kill('SIGKILL');
    await until(() => !existsSync(`/proc/${pid}`));
    expect(leftovers({ tag: terminal.tag, pid })).toEqual([]);
  });

  it('killed outright: its programs die with it, and --clean removes the rest', async () => {
    const paths = { NODE: process.execPath, MAIN: mainPath, CENSUS: censusPath };
    const env = { ...process.env, ...paths, LAB_TAG: randomUUID() };
    const { stdout, stderr } = await startCommand('unshare', [...ownProcesses, 'sh', '-c', killedOutright], {
      env,
    }).ended;
    expect(stderr).toBe('');
    expect(stdout.replaceAll(/net-\d+/g, 'net')).toBe(
      [
        'left after a second:',
        'trace instance halfopen',
        '/run/halfopen/net',
        'cleaning:',
        'Removed: 0 processes, 1 trace instances, 1 folders.',
        'left after cleaning:',
        'Nothing left behind.',
        '',
      ].join('\n'),
    );
  });

  it('a reader that has had enough (| head) is no error; the rest is not run, and nothing left', async () => {
    const began = performance.now();
    // One of the two jobs is busy with the long run, the other reports run after run.
    const words = ['close-half', 'conn-refused', 'send-cut/plain', '--jobs', '2', '--json', '-q'];
    const lab = startHalfopen(['lab', ...words]);
    await lab.shown('"case":"close-half"');
    lab.stopReading();
    const ended = await lab.ended;
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    expect(performance.now() - began).toBeLessThan(SEND_CUT_MS);
    expect(leftovers(ended)).toEqual([]);
  });

  it('an output that takes nothing more: one message, 4, nothing left', async () => {
    const began = performance.now();
    const command = `exec "${process.execPath}" "${mainPath}" lab close-half send-cut/plain --jobs 2 --json -q >/dev/full`;
    const ended = await startCommand('sh', ['-c', command]).ended;
    expect(ended.stderr).toMatch(/^halfopen: Can't write the result to standard output: ENOSPC.*\n$/);
    expect(ended.code).toBe(4);
    expect(performance.now() - began).toBeLessThan(SEND_CUT_MS);
    expect(leftovers(ended)).toEqual([]);
  });
});

describe.skipIf(rootUnavailable() !== null)('while the lab works', () => {
  it('gives back the hosts of each run before it builds the next', async () => {
    const lab = startHalfopen(['lab', 'close-unread', 'conn-refused', 'close-half', '--jobs', '1']);
    let working = true;
    let most = 0;
    const ended = lab.ended.finally(() => {
      working = false;
    });
    await until(() => {
      most = Math.max(most, namespacesHeldBy(lab.pid).length);
      return !working;
    });
    expect(await ended).toMatchObject({ code: 0 });
    // One more: the way home, while a thread is in another namespace.
    expect(most).toBeGreaterThanOrEqual(HOSTS_OF_A_RUN);
    expect(most).toBeLessThanOrEqual(HOSTS_OF_A_RUN + 1);
  });

  it('a lab in a container is not disturbed by others that tidy up, nor they by it', async () => {
    const command = `exec "${process.execPath}" "${mainPath}" lab close-linger-timeout send-user-timeout --json -q`;
    const contained = startCommand('unshare', [...ownProcesses, 'sh', '-c', command]);
    await untilAtWork(contained.pid);
    expect(childrenOf(contained.pid)).toHaveLength(1);
    const tidied = await startHalfopen(['lab', '--clean']).ended;
    expect(tidied.stderr).toBe('');
    expect(tidied.code).toBe(0);
    const { code, stdout } = await contained.ended;
    expect(code).toBe(0);
    const runs = jsonLines<{ readonly type: string; readonly kernel?: unknown }>(stdout).slice(0, -1);
    expect(runs.every(({ type, kernel }) => type === 'run' && kernel !== undefined)).toBe(true);
  });
});
