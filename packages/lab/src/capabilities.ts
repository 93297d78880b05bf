/** What this machine lets the lab do, found out by trying. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
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

/** Looks at the machine; takes some milliseconds and changes nothing. */
export function findCapabilities(): Capabilities {
  return {
    platform: process.platform,
    kernel: release(),
    root: process.getuid?.() === 0,
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
