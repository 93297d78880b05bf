import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { caseNames, cases } from '@halfopen/catalogue';
import { halfopen, jsonLines, startCommand } from './command-line.ts';

/** What npm linked when it installed. */
const linked = fileURLToPath(new URL('../../../node_modules/.bin/halfopen', import.meta.url));

describe('the halfopen command', () => {
  it.each([
    ['help', ['--help']],
    ['help-lab', ['lab', '--help']],
    ['help-explain', ['explain', '--help']],
    ['help-exit-codes', ['help', 'exit-codes']],
    ['help-filters', ['help', 'filters']],
    ['help-formats', ['help', 'formats']],
    ['cases', ['cases']],
  ])('prints %s as it always did', async (name, args) => {
    const { code, stdout } = await halfopen([...args], {
      env: { ...process.env, COLUMNS: '100', NO_COLOR: '1' },
    });
    expect(code).toBe(0);
    // How many runs at a time depends on the machine.
    const steady = stdout.replace(/\(default: \d+\)/g, '(default: N)');
    await expect(steady).toMatchFileSnapshot(`./golden/${name}.golden.txt`);
  });

  it.each([
    ['an unknown case', ['lab', 'conn-refusd'], /no case conn-refusd\. Did you mean conn-refused/],
    ['an unknown variant', ['lab', 'close-half/x'], /has no variant x; it has plain/],
    ['an unknown command', ['labb'], /unknown command 'labb'/],
    ['an unknown option', ['lab', '--sed', '1'], /unknown option '--sed'/],
    ['a number out of range', ['lab', 'close-half', '--jobs', '0'], /whole number from 1 to 64/],
    ['cases and --seeds together', ['lab', 'close-half', '--seeds'], /not both/],
    ['an unknown topic', ['help', 'nonsense'], /no help on nonsense/],
    ['a case that is not made here', ['lab', 'rst-injected'], /rst-injected is not made here yet/],
    ['an unknown case page', ['cases', 'close-unraed'], /Did you mean close-unread/],
  ])('answers %s with one message and exit code 2', async (_, args, message) => {
    const { code, stdout, stderr } = await halfopen(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('can be called by its name', async () => {
    const { code, stdout } = await startCommand(linked, ['--version']).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('gives the catalogue as JSON lines', async () => {
    const { stdout } = await halfopen(['cases', 'close-unread', '--json']);
    const settledBy = cases['close-linger0'].provenBy;
    expect(jsonLines(stdout)).toMatchObject([
      {
        type: 'case',
        schema: 'halfopen.cases/1',
        id: 'close-unread',
        lookalikes: { client: expect.arrayContaining([{ case: 'close-linger0', settledBy }]) },
      },
    ]);
  });

  it('gives every case as a JSON line, those without a run marked', async () => {
    const { stdout } = await halfopen(['cases', '--json']);
    const lines = jsonLines<Record<string, unknown> & { id: string }>(stdout);
    expect(lines.map(({ id }) => id)).toEqual(Object.keys(caseNames));
    for (const line of lines) {
      expect(Object.keys(line.lookalikes as object)).toEqual(['client', 'middle', 'server']);
      const made = line.id in cases;
      expect({ marked: line.notMadeHereYet, runs: 'variants' in line }).toEqual({
        marked: made ? undefined : true,
        runs: made,
      });
    }
  });

  it('tells what the machine can do, whatever that is', async () => {
    const { code, stdout } = await halfopen(['doctor', '--json']);
    expect([0, 3]).toContain(code);
    const findings = jsonLines<{ type: string; what: string }>(stdout);
    expect(findings.every(({ type }) => type === 'finding')).toBe(true);
    expect(findings.map(({ what }) => what)).toContain(`Node.js ${process.versions.node}`);
  });
});
