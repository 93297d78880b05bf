// Brings what is missing, and nothing else: dependencies, the build, the external programs of the lab. Plain JavaScript,
// because it must run before anything is installed or built. A second run finds everything there and returns at once.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const oldestNode = [20, 19];
const toolPath = `${process.env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`;
const stampFile = join(root, 'node_modules', '.halfopen-lockfile');

/** External programs of the lab and their Debian packages. */
const labTools = { ip: 'iproute2', tcpdump: 'tcpdump', nft: 'nftables', ethtool: 'ethtool' };

/** Servers that tests start for themselves. Nothing but tests needs them. */
export const testServers = { 'redis-server': 'redis-server', 'nats-server': 'nats-server' };

/** What Debian asks before it starts a service; 101 means no. */
const servicePolicy = '/usr/sbin/policy-rc.d';

function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Runs a program; on failure prints what it said and returns false. */
function tryRun(file, args, options = {}) {
  const result = spawnSync(file, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: toolPath },
    ...options,
  });
  if (result.status === 0) return true;
  say([result.stdout, result.stderr, result.error?.message].filter(Boolean).join('\n').trim());
  say(`halfopen: ${[file, ...args].join(' ')} failed.`);
  return false;
}

/** Runs a program; on failure prints what it said and ends with code 3. */
function run(file, args, options) {
  if (!tryRun(file, args, options)) process.exit(3);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  say(`halfopen needs Node.js ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(3);
}

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function installDependencies() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockfileHash()) return;
  say('Installing dependencies (npm ci) ...');
  // No dependency of ours needs its install script; the foreign-function library ships its binary.
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { stdio: ['ignore', 'ignore', 'pipe'] });
  writeFileSync(stampFile, lockfileHash());
}

function newest(directory) {
  let latest = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

function isStale(directory) {
  const output = join(directory, 'dist', '.tsbuildinfo');
  if (!existsSync(output)) return true;
  const sources = Math.max(
    newest(join(directory, 'src')),
    statSync(join(directory, 'tsconfig.json')).mtimeMs,
  );
  return sources > statSync(output).mtimeMs;
}

function buildIfStale() {
  const packages = [
    ...readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name)),
    join(root, 'examples'),
  ];
  if (!packages.some(isStale)) return;
  say('Building (tsc -b) ...');
  run(join(root, 'node_modules', '.bin', 'tsc'), ['-b']);
  for (const directory of packages) {
    // An unchanged output is not rewritten; note that it was looked at.
    const info = join(directory, 'dist', '.tsbuildinfo');
    if (isStale(directory)) writeFileSync(info, readFileSync(info));
  }
}

/** The command in a few files (see bundle.mjs), newer than everything it is made of. */
function bundleIfStale() {
  const bundle = join(root, 'packages', 'cli', 'dist', 'bundle', 'main.js');
  const builds = readdirSync(join(root, 'packages')).map((name) =>
    join(root, 'packages', name, 'dist', '.tsbuildinfo'),
  );
  const built = Math.max(...builds.map((path) => statSync(path).mtimeMs));
  if (existsSync(bundle) && statSync(bundle).mtimeMs > built) return;
  run(process.execPath, [join(root, 'scripts', 'bundle.mjs')]);
}

function isInstalled(program) {
  return toolPath.split(delimiter).some((directory) => existsSync(join(directory, program)));
}

/** Debian starts the servers it installs; these are for tests to start. */
function withoutStarting(install) {
  if (existsSync(servicePolicy)) return install();
  writeFileSync(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return install();
  } finally {
    rmSync(servicePolicy, { force: true });
  }
}

/** Installs missing external programs as root with apt; otherwise prints the one command that does. Returns whether all are there. */
export function installTools(tools = labTools) {
  const missing = Object.keys(tools).filter((tool) => !isInstalled(tool));
  if (missing.length === 0) return true;
  const packages = [...new Set(missing.map((tool) => tools[tool]))];
  const install = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.platform !== 'linux' || !isInstalled('apt-get')) {
    say(`Missing programs: ${missing.join(', ')}. Install them with this system's package manager.`);
    return false;
  }
  if (process.getuid?.() !== 0) {
    say(
      `Missing programs: ${missing.join(', ')}. Install them with:\n\n  sudo apt-get update && sudo ${install}\n`,
    );
    return false;
  }
  say(`Installing ${packages.join(', ')} (apt-get) ...`);
  const env = { ...process.env, PATH: toolPath, DEBIAN_FRONTEND: 'noninteractive' };
  const installed = withoutStarting(
    () => tryRun('apt-get', ['update', '-qq'], { env }) && tryRun('sh', ['-c', install], { env }),
  );
  // Without these, some tests are skipped; without the others, there is nothing to test.
  if (installed || tools === testServers) return installed;
  process.exit(3);
}

/** Dependencies and build. Ends the process with code 3 and a message where that can't be. */
export function prepare() {
  requireNode();
  installDependencies();
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  buildIfStale();
  bundleIfStale();
}
