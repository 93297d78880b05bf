/**
 * What can end the lab's work before its time: Ctrl-C and its relatives, and an output that can't be written to any
 * more. All of them abort the same signal, so that everything is taken down before the command ends.
 */
import { type Context, tell } from '../context.ts';
import { UserError, exitCodes } from '../exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A terminal, `timeout` and service managers signal a whole group: the same wish can arrive more than once. A person
 * who presses Ctrl-C again takes longer than this.
 */
const SAME_WISH_MS = 500;

/** The reader of standard output has had enough (`| head`): no error, but nobody to work for. */
export class ReaderGone extends Error {
  readonly code = 'READER_GONE';
  constructor() {
    super('nobody reads the output any more');
    this.name = 'ReaderGone';
  }
}

/** What is said to somebody who interrupts. */
export interface InterruptWords {
  /** At once; empty: nothing. */
  readonly atOnce: string;
  /** When the command ends. */
  readonly ended: string;
}

const labWords: InterruptWords = {
  atOnce: '\nInterrupted: taking everything down. Once more to leave at once.',
  ended: 'Interrupted. Everything that was set up is taken down.',
};

const atWork = new Set<AbortController>();
let brokenOff = false;

/** Whether a lab ended with an error. Scripts that were broken off then may still be waiting for something. */
export function isBrokenOff(): boolean {
  return brokenOff;
}

/** Ends the lab that is at work, in order, with this error. False when none is. */
export function endWork(reason: UserError | ReaderGone): boolean {
  for (const controller of atWork) controller.abort(reason);
  return atWork.size > 0;
}

/** Runs `body` with a signal that is aborted by SIGINT, SIGTERM, SIGHUP and {@link endWork}. */
export async function interruptible<Result>(
  context: Context,
  body: (signal: AbortSignal) => Promise<Result>,
  { atOnce, ended }: InterruptWords = labWords,
): Promise<Result> {
  const controller = new AbortController();
  let firstMs: number | null = null;
  const interrupt = (name: NodeJS.Signals): void => {
    if (firstMs !== null) {
      // A closed terminal can say so several times; nobody is there to be impatient.
      if (name !== 'SIGHUP' && performance.now() - firstMs > SAME_WISH_MS)
        process.exit(exitCodes.interrupted);
      return;
    }
    firstMs = performance.now();
    if (controller.signal.aborted) return;
    if (atOnce !== '') tell(context, atOnce);
    controller.abort(new UserError(exitCodes.interrupted, ended));
  };
  atWork.add(controller);
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    return await body(controller.signal);
  } catch (error) {
    brokenOff = true;
    throw error;
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
    atWork.delete(controller);
  }
}
