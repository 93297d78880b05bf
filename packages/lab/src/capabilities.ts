/** What this machine has and lets the lab do, at a glance; `probe` tries for real. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { delimiter, join } from 'node:path';
import { hasRtoMaxKnob } from './kernel/settings.ts';
import { toolPath } from './stage/children.ts';

/** External programs the lab runs, and the Debian or Ubuntu package each comes from. */
export const tools = {
  ip: 'iproute2',
  tcpdump: 'tcpdump',
  nft: 'nftables',
  ethtool: 'ethtool',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  unshare: 'util-linux',
} as const;

/** Name of an external program. */
export type ToolName = keyof typeof tools;

/** How the lab can get its namespaces. */
export type Isolation =
  /** It may make them as it is. */
  | 'direct'
  /** Through a user namespace: the lab restarts itself inside one. */
  | 'user-namespace'
  /** Not at all. */
  | 'none';

/** What was found. */
export interface Capabilities {
  readonly platform: NodeJS.Platform;
  readonly kernel: string;
  readonly root: boolean;
  /** Inside a user namespace, where being root means nothing to the kernel's tracing. */
  readonly userNamespace: boolean;
  /** Version of the GNU C library that this Node.js runs with; `null` with another, whose calls the lab does not know. */
  readonly glibc: string | null;
  readonly missingTools: readonly ToolName[];
  readonly isolation: Isolation;
  /** Why there is no isolation; empty when there is. */
  readonly isolationRefused: string;
  /** `tcp_rto_max_ms` (Linux 6.15): without it shortened runs keep fewer retransmissions. */
  readonly rtoMaxKnob: boolean;
}

function isInstalled(tool: ToolName): boolean {
  return toolPath.split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The wrapper that gives a plain user a user namespace in which the lab may do all it needs. */
export const userNamespaceWrapper: readonly string[] = [
  'unshare',
  '--map-current-user',
  '--keep-caps',
  '-n',
  '--',
];

function attempt(command: readonly string[]): SpawnSyncReturns<string> {
  const [file = '', ...args] = command;
  return spawnSync(file, args, {
    encoding: 'utf8',
    env: { ...process.env, PATH: toolPath },
    timeout: 10_000,
  });
}

function complaint({ error, stderr }: SpawnSyncReturns<string>): string {
  return (error?.message ?? stderr).trim() || 'refused without a reason';
}

function findIsolation(): { readonly isolation: Isolation; readonly isolationRefused: string } {
  const direct = attempt(['unshare', '-n', '--', 'true']);
  if (direct.status === 0) return { isolation: 'direct', isolationRefused: '' };
  const wrapped = attempt([...userNamespaceWrapper, 'unshare', '-n', '--', 'true']);
  if (wrapped.status === 0) return { isolation: 'user-namespace', isolationRefused: '' };
  return { isolation: 'none', isolationRefused: complaint(wrapped) };
}

/** The map of the machine's first user namespace: every number means itself. */
const FIRST_NAMESPACE = /^\s*0\s+0\s+4294967295\s*$/;

function inUserNamespace(): boolean {
  try {
    return !FIRST_NAMESPACE.test(readFileSync('/proc/self/uid_map', 'utf8'));
  } catch {
    return false;
  }
}

function glibcVersion(): string | null {
  const { header } = process.report.getReport() as {
    readonly header?: { readonly glibcVersionRuntime?: string };
  };
  return header?.glibcVersionRuntime ?? null;
}

/** Looks at the machine; takes some milliseconds and changes nothing. */
export function findCapabilities(): Capabilities {
  return {
    platform: process.platform,
    kernel: release(),
    root: process.getuid?.() === 0,
    userNamespace: inUserNamespace(),
    glibc: glibcVersion(),
    missingTools: (Object.keys(tools) as ToolName[]).filter((tool) => !isInstalled(tool)),
    ...(process.platform === 'linux'
      ? findIsolation()
      : { isolation: 'none' as const, isolationRefused: 'the lab needs Linux' }),
    rtoMaxKnob: hasRtoMaxKnob(),
  };
}

/** The one command that installs what is missing, for Debian and Ubuntu; `null` when nothing is. */
export function installCommand({ missingTools }: Pick<Capabilities, 'missingTools'>): string | null {
  if (missingTools.length === 0) return null;
  const packages = [...new Set(missingTools.map((tool) => tools[tool]))];
  return `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}
