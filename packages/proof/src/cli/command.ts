/** What the proof and the examples have in common as commands. */
import { endingSignals } from '@halfopen/lab';

/** Exit codes, as those of the `halfopen` command. */
export const exitCodes = { done: 0, finding: 1, usage: 2, missing: 3, partial: 4, interrupted: 130 } as const;

/** An error meant for the person at the terminal. */
export class UsageError extends Error {
  readonly code = 'USAGE';
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Aborts on Ctrl-C and its like; a second one ends at once, and the kernel cleans up. */
export function interruptible(): AbortSignal {
  const controller = new AbortController();
  for (const name of endingSignals) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted);
      controller.abort(new Error('interrupted'));
    });
  }
  return controller.signal;
}
