/** What a run was made with, and whether everything for it is there. */
import { execFileSync } from 'node:child_process';
import { release } from 'node:os';
import { childEnvironment } from '@halfopen/lab';
import type { Subject } from '../subjects/subject.ts';

function output(file: string, args: readonly string[]): string | null {
  try {
    return execFileSync(file, args, {
      encoding: 'utf8',
      env: childEnvironment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return null;
  }
}

/** Programs of every run, and the arguments on which they do nothing. */
const tools: Readonly<Record<string, readonly string[]>> = {
  ip: ['-V'],
  nft: ['--version'],
  ss: ['-V'],
  nsenter: ['--version'],
  setpriv: ['--version'],
  unshare: ['--version'],
};
const packages: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  ss: 'iproute2',
  nft: 'nftables',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  unshare: 'util-linux',
};

/** Names of packages that are missing for these subjects. */
export function missingPackages(subjects: readonly Subject[]): readonly string[] {
  const missing = Object.entries(tools)
    .filter(([tool, args]) => output(tool, args) === null)
    .map(([tool]) => packages[tool] ?? tool);
  const programs = subjects.flatMap((subject) => subject.programs);
  return [...new Set([...missing, ...programs.filter((program) => output(program, ['--version']) === null)])];
}

/** `Linux 6.18, Node 20.20.2`: without what differs between builds of the same version. */
export function platformText(): string {
  const kernel = /^\d+\.\d+/.exec(release())?.[0] ?? release();
  return `Linux ${kernel}, Node ${process.versions.node}`;
}
