/** Makes sure that hosts can be had here: directly, or inside a user namespace. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { childEnvironment, findCapabilities, installCommand, userNamespaceWrapper } from '@halfopen/lab';
import { exitCodes } from './options.ts';

/** Set for the show that runs inside a user namespace, so that it doesn't try again. */
const INSIDE = 'HALFOPEN_INSIDE';

/** How hosts can be had; or why they can't. */
export type Isolation = { readonly is: 'here' | 'inside' } | { readonly is: 'nowhere'; readonly why: string };

/** Looks at the machine. */
export function findIsolation(): Isolation {
  const capabilities = findCapabilities();
  if (capabilities.platform !== 'linux')
    return { is: 'nowhere', why: 'The show makes network namespaces: it runs on Linux.' };
  const install = installCommand(capabilities);
  if (install !== null)
    return { is: 'nowhere', why: `Missing programs. Install them with:\n\n  ${install}\n` };
  switch (capabilities.isolation) {
    case 'direct':
      return { is: 'here' };
    case 'user-namespace':
      if (process.env[INSIDE] === undefined) return { is: 'inside' };
      return { is: 'nowhere', why: 'No network namespaces can be made inside a user namespace here.' };
    case 'none':
      return {
        is: 'nowhere',
        why: `No network namespaces can be made here: ${capabilities.isolationRefused}\nRun it as root.`,
      };
  }
}

/** Whether a program can be found. */
export function isInstalled(program: string): boolean {
  return (childEnvironment['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs this same command inside a user namespace; its exit code. Signals are passed on, and it dies with this process. */
export function runInside(): Promise<number> {
  const [wrapper = '', ...wrapperArgs] = userNamespaceWrapper;
  const command = ['setpriv', '--pdeathsig', 'KILL', '--', process.execPath, ...process.argv.slice(1)];
  const child = spawn(wrapper, [...wrapperArgs, ...command], {
    stdio: 'inherit',
    env: { ...process.env, [INSIDE]: '1' },
    detached: true,
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(code ?? (signal === null ? exitCodes.partial : exitCodes.interrupted));
    });
  });
}
