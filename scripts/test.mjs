// `npm test`: sets up what is missing, then checks everything: format, types, lint, dead code, unit tests, the lab on real
// connections, and what runs in a browser in a real one. Ends with one line that counts. `npm run check` leaves the last two out.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installTools, prepare, root, testServers } from './setup.mjs';

const quick = process.argv.includes('--quick');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const counts = { passed: 0, failed: 0, skipped: 0 };

function say(text) {
  process.stdout.write(`${text}\n`);
}

/** One check that passes or fails as a whole. */
function check(title, file, args) {
  const began = Date.now();
  const { status, stdout, stderr, error } = spawnSync(file, args, { cwd: root, encoding: 'utf8' });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const passed = status === 0;
  counts[passed ? 'passed' : 'failed'] += 1;
  say(`${passed ? 'ok  ' : 'FAIL'} ${title} (${seconds} s)`);
  if (!passed) say([stdout, stderr, error?.message].filter(Boolean).join('\n').trim());
}

/** Tests of one vitest project, counted one by one. */
function suite(title, project) {
  say(`\n${title}`);
  const directory = mkdtempSync(join(tmpdir(), 'halfopen-test-'));
  const report = join(directory, 'report.json');
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
  ];
  const { status } = spawnSync(bin('vitest'), args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    counts.passed += numPassedTests;
    counts.skipped += numPendingTests;
    // A file that can't even be loaded has no tests to count.
    counts.failed += Math.max(numFailedTests, numFailedTestSuites > 0 || status !== 0 ? 1 : 0);
  } catch {
    counts.failed += 1;
  }
  rmSync(directory, { recursive: true, force: true });
}

/** What of the lab could not be tested on this machine; `null` when all of it was. */
async function untested() {
  try {
    const { findCapabilities } = await import('../packages/lab/dist/index.js');
    const { platform, missingTools, isolation, isolationRefused, root: isRoot } = findCapabilities();
    if (platform !== 'linux') return `The lab was NOT tested: this is ${platform}, not Linux.`;
    if (missingTools.length > 0)
      return `The lab was NOT tested: missing programs: ${missingTools.join(', ')}.`;
    if (isolation === 'none') return `The lab was NOT tested: no network namespaces: ${isolationRefused}`;
    return isRoot
      ? null
      : 'The lab was tested as an ordinary user; what needs root was NOT: run it with sudo, too.';
  } catch (error) {
    return `The lab was NOT tested: ${error.message}`;
  }
}

prepare();
const toolsThere = quick || installTools();
const serversThere = quick || installTools(testServers);
const browserThere = quick || installTools({ chromium: 'chromium' });

check('format', bin('oxfmt'), ['--check']);
check('types', bin('tsc'), ['-b']);
check('bundle', process.execPath, [join(root, 'scripts', 'bundle.mjs')]);
check('types of the tests', bin('tsc'), ['-p', 'tsconfig.tests.json']);
check('lint', bin('oxlint'), ['--type-aware', '--deny-warnings']);
check('dead code', bin('knip'), []);
suite('unit tests', 'unit');
if (!quick) {
  if (!toolsThere) say('\nThe lab needs the programs named above: its tests are skipped.');
  if (!serversThere)
    say(`\nTests against ${Object.keys(testServers).join(' and ')} are skipped where these are missing.`);
  suite('lab: real connections', 'lab');
  if (!browserThere) say('\nNo browser: its tests are skipped. Install chromium.');
  suite('browser: a real one', 'browser');
}

const gap = quick ? null : await untested();
if (gap !== null) say(`\n${gap}`);
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
say(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
