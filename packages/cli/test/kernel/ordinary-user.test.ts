import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describedCases } from '@halfopen/catalogue';
import { processesOf } from '../../../../scripts/census.mjs';
import { type Running, jsonLines, startCommand } from '../command-line.ts';
import { childrenOf, until, untilAtWork } from './at-work.ts';
import { rootUnavailable } from './availability.ts';
import { leftovers } from './leftovers.ts';

const NOBODY = 65534;
const LONG = ['lab', 'send-cut', 'conn-blackhole', '--jobs', '3'];
const workspaces = ['catalogue', 'wire', 'timeline', 'explain', 'lab', 'report', 'cli'];
const dependencies = ['koffi', '@koromix', 'commander'];

/** Copies what the built command needs to a place that every user can read, wherever this checkout may lie. */
function install(place: string): string {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  chmodSync(place, 0o755);
  for (const name of workspaces) {
    const target = join(place, 'node_modules', name === 'cli' ? 'halfopen' : `@halfopen/${name}`);
    for (const part of ['package.json', 'dist'])
      cpSync(join(root, 'packages', name, part), join(target, part), { recursive: true });
  }
  for (const name of dependencies)
    cpSync(join(root, 'node_modules', name), join(place, 'node_modules', name), { recursive: true });
  return join(place, 'node_modules', 'halfopen', 'dist', 'main.js');
}

const unavailable = rootUnavailable();

// Root is needed only to become somebody else.
describe.skipIf(unavailable !== null)('the lab of an ordinary user', () => {
  const place = unavailable === null ? mkdtempSync(join(tmpdir(), 'halfopen-user-')) : '';
  const temporary = join(place, 'tmp');
  let main = '';

  /** Starts `halfopen` as nobody, in a process group of its own like a shell does. */
  function start(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Running {
    const become = ['--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups', '--'];
    const env = { ...process.env, HOME: '/', TMPDIR: temporary, ...environment };
    const options = { cwd: '/', env, detached: true };
    return startCommand('setpriv', [...become, process.execPath, main, ...words], options);
  }

  beforeAll(() => {
    main = install(place);
    mkdirSync(temporary);
    chownSync(temporary, NOBODY, NOBODY);
  });

  afterAll(() => {
    if (place !== '') rmSync(place, { recursive: true, force: true });
  });

  it('makes every case happen without root; only the kernel trace is missing', async () => {
    const ended = await start(['lab', '--seeds', '--json']).ended;
    expect(ended.stderr).not.toContain('halfopen:');
    const lines = jsonLines<{ readonly surprises?: readonly string[]; readonly kernel?: unknown }>(
      ended.stdout,
    );
    expect(lines.flatMap(({ surprises }) => surprises ?? [])).toEqual([]);
    expect(lines.at(-1)).toMatchObject({
      type: 'summary',
      cases: describedCases.length,
      asExpected: describedCases.length,
      surprised: 0,
      skipped: 0,
    });
    expect(ended.code).toBe(0);
    expect(lines.every(({ kernel }) => kernel === undefined)).toBe(true);
    expect(leftovers(ended)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.each([
    ['SIGINT', 'a terminal'],
    ['SIGINT', 'kill'],
    ['SIGTERM', 'kill'],
    ['SIGHUP', 'kill'],
  ] as const)('%s from %s: one message, 130, nothing left', async (signal, from) => {
    const lab = start(LONG);
    await untilAtWork(lab.pid);
    process.kill(from === 'a terminal' ? -lab.pid : lab.pid, signal);
    const ended = await lab.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr.match(/Everything that was set up is taken down/g)).toHaveLength(1);
    expect(leftovers(ended)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('killed outright: the lab inside the user namespace dies with it, and --clean removes the rest', async () => {
    const lab = start(LONG);
    await untilAtWork(lab.pid);
    lab.kill('SIGKILL');
    const killedMs = performance.now();
    await until(() => processesOf(lab.tag).length === 0);
    expect(performance.now() - killedMs).toBeLessThan(1000);
    expect(readdirSync(temporary)).toHaveLength(1);
    const { code, stdout } = await start(['lab', '--clean']).ended;
    expect(stdout).toBe('Removed: 0 processes, 0 trace instances, 1 folders.\n');
    expect(code).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
    expect(leftovers(await lab.ended)).toEqual([]);
  });

  it('only the lab inside is killed: one message, 4, nothing left', async () => {
    const lab = start(LONG);
    await untilAtWork(lab.pid);
    process.kill(childrenOf(lab.pid)[0] ?? -1, 'SIGKILL');
    const ended = await lab.ended;
    expect(ended.stderr).toMatch(
      /^halfopen: The lab inside the user namespace ended .*killed by SIGKILL\.$/m,
    );
    expect(ended.code).toBe(4);
    await until(() => processesOf(lab.tag).length === 0);
    expect((await start(['lab', '--clean']).ended).code).toBe(0);
    expect(leftovers(ended)).toEqual([]);
  });

  it('a reader that has had enough: 0 and nothing left', async () => {
    const words = ['close-half', 'conn-refused', 'send-cut/plain', '--jobs', '2', '--json', '-q'];
    const lab = start(['lab', ...words]);
    await lab.shown('"case":"close-half"');
    lab.stopReading();
    const ended = await lab.ended;
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    expect(leftovers(ended)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.each([
    ['missing', join(place, 'missing')],
    ['not for writing', place],
  ])('a temporary folder that is %s: exit code 3 and what to do', async (_, folder) => {
    const { code, stdout, stderr } = await start(['lab', 'close-half', '-q'], { TMPDIR: folder }).ended;
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^halfopen: The lab can't note which addresses it uses: E\w+: .*\nSet TMPDIR to .*\n$/,
    );
  });
});
