import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines, startCommand } from '../command-line.ts';
import { rootUnavailable } from './availability.ts';
import { leftovers } from './leftovers.ts';

const NOBODY = '65534';
const workspaces = ['catalogue', 'wire', 'timeline', 'lab', 'cli'];
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

// Root is needed only to become somebody else.
describe.skipIf(rootUnavailable() !== null)('the lab of an ordinary user', () => {
  const place = mkdtempSync(join(tmpdir(), 'halfopen-user-'));
  let main = '';

  beforeAll(() => {
    main = install(place);
  });

  afterAll(() => {
    rmSync(place, { recursive: true, force: true });
  });

  it('needs no root; only the kernel trace is missing', async () => {
    const words = ['lab', 'close-unread', 'conn-refused', 'send-user-timeout', 'idle-reboot', '--json'];
    const become = ['--reuid', NOBODY, '--regid', NOBODY, '--clear-groups', '--'];
    const options = { cwd: '/', env: { ...process.env, HOME: '/' } };
    const { code, stdout, stderr } = await startCommand(
      'setpriv',
      [...become, process.execPath, main, ...words],
      options,
    ).ended;
    expect(stderr).not.toContain('halfopen:');
    expect(code).toBe(0);
    const lines = jsonLines<{ readonly kernel?: unknown }>(stdout);
    expect(lines.at(-1)).toMatchObject({
      type: 'summary',
      cases: 4,
      asExpected: 4,
      surprised: 0,
      skipped: 0,
    });
    expect(lines.every(({ kernel }) => kernel === undefined)).toBe(true);
    expect(leftovers()).toEqual([]);
  });
});
