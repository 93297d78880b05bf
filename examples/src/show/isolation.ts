/** Makes sure that hosts can be had here: directly, or inside a user namespace. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  childEnvironment,
  findCapabilities,
  installCommand,
  isInsideUserNamespace,
  rerunInUserNamespace,
} from '@halfopen/lab';
import { exitCodes } from '@halfopen/proof';

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
      if (!isInsideUserNamespace()) return { is: 'inside' };
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

/** Runs this same command inside a user namespace; its exit code. */
export async function runInside(): Promise<number> {
  const { code, signal } = await rerunInUserNamespace();
  return code ?? (signal === null ? exitCodes.partial : exitCodes.interrupted);
}
