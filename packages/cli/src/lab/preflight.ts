/** Makes sure the lab can work here, or says in one message what is missing and the exact command that adds it. */
import {
  type Capabilities,
  type EndedInside,
  endingSignals,
  findCapabilities,
  installCommand,
  isInsideUserNamespace,
  rerunInUserNamespace,
  tools,
} from '@halfopen/lab';
import { type ExitCode, UserError, exitCodes, isExitCode } from '../exit-codes.ts';

/** What to try where no namespace can be had, most likely first. */
export const isolationAdvice: readonly string[] = [
  'run it as root (sudo), or',
  'allow user namespaces: sudo sysctl -w user.max_user_namespaces=15000',
  'on Debian also: sudo sysctl -w kernel.unprivileged_userns_clone=1',
  'on Ubuntu 24.04 and later: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  'in a container: start it with --privileged',
];

/** Throws what a person must mend before the lab can work. */
export function requireLab(capabilities: Capabilities): void {
  if (capabilities.platform !== 'linux')
    throw new UserError(
      exitCodes.missing,
      `The lab runs on Linux only: it needs network namespaces. This is ${capabilities.platform}. In a Linux virtual machine or container it works.`,
    );
  const install = installCommand(capabilities);
  if (install !== null) {
    const names = capabilities.missingTools.map((tool) => `${tool} (package ${tools[tool]})`).join(', ');
    const sudo = capabilities.root ? '' : 'sudo ';
    throw new UserError(exitCodes.missing, `Missing: ${names}.\nInstall with: ${sudo}${install}`);
  }
  if (capabilities.isolation === 'none')
    throw new UserError(
      exitCodes.missing,
      `The lab may not make network namespaces here: ${capabilities.isolationRefused}\n${isolationAdvice.map((line) => `  ${line}`).join('\n')}`,
    );
}

/** Whether this process must restart itself inside a user namespace. */
export function needsUserNamespace({ isolation }: Capabilities): boolean {
  return isolation === 'user-namespace' && !isInsideUserNamespace();
}

/** What the lab inside ended with, as this command's own exit code. */
function exitCodeOf({ code, signal }: EndedInside): ExitCode {
  if (isExitCode(code)) return code;
  if (endingSignals.some((name) => name === signal)) return exitCodes.interrupted;
  const how = signal === null ? `exit code ${code}` : `killed by ${signal}`;
  throw new UserError(exitCodes.partial, `The lab inside the user namespace ended before its time: ${how}.`);
}

/** Runs this same command inside a user namespace; its exit code. */
export async function rerunInside(): Promise<ExitCode> {
  return exitCodeOf(await rerunInUserNamespace());
}

/** Capabilities, checked. */
export function checkedCapabilities(): Capabilities {
  const capabilities = findCapabilities();
  requireLab(capabilities);
  return capabilities;
}
