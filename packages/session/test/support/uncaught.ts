import { onTestFinished } from 'vitest';

/** What nobody caught from now to the end of the test, instead of failing the run. */
export function collectUncaught(): readonly unknown[] {
  const uncaught: unknown[] = [];
  const original = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => uncaught.push(error));
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException');
    for (const listener of original) process.on('uncaughtException', listener);
  });
  return uncaught;
}
