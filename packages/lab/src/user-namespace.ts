/** Running a command again inside a user namespace of its own, where an ordinary user may make hosts. */
import { spawn } from 'node:child_process';
import { userNamespaceWrapper } from './capabilities.ts';

/** Set for what runs inside, so that it doesn't try again. */
const INSIDE = 'HALFOPEN_INSIDE';

/** Signals with which a person, or a terminal that is closed, ends a command. */
export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How the command inside ended. */
export interface EndedInside {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Whether this process is the one inside. */
export function isInsideUserNamespace(): boolean {
  return process.env[INSIDE] !== undefined;
}

/**
 * Runs this same command inside a user namespace, to its end. It is in a session of its own, out of reach of the terminal, so that each
 * signal comes to it once: from here. It dies with this process, however that ends. Rejects when it can't be started.
 */
export function rerunInUserNamespace(): Promise<EndedInside> {
  const [wrapper = '', ...wrapperArgs] = userNamespaceWrapper;
  const command = ['setpriv', '--pdeathsig', 'KILL', '--', process.execPath, ...process.argv.slice(1)];
  const child = spawn(wrapper, [...wrapperArgs, ...command], {
    stdio: 'inherit',
    env: { ...process.env, [INSIDE]: '1' },
    detached: true,
  });
  const passOn = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  for (const name of endingSignals) process.on(name, passOn);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of endingSignals) process.off(name, passOn);
      resolve({ code, signal });
    });
  });
}
