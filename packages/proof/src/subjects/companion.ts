/** A server that is a program of its own: it lives and dies with ours. */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const ATTEMPT_MS = 20;
const ATTEMPTS = 500;

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

async function untilAccepting(port: number): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await accepts(port)) return;
    await delay(ATTEMPT_MS);
  }
  throw new Error(`nobody accepts connections on port ${port}`);
}

/** Starts the program in this process group and resolves when it accepts connections on `port`. */
export async function startCompanion(command: readonly string[], port: number): Promise<void> {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...command], { stdio: 'ignore' });
  const over = new Promise<never>((_, reject) => {
    const ended = (): void => reject(new Error(`${command[0] ?? ''} has ended`));
    child.once('error', ended);
    child.once('exit', ended);
  });
  // It ends with the run, when nobody waits for it any more.
  over.catch(() => undefined);
  await Promise.race([over, untilAccepting(port)]);
}
