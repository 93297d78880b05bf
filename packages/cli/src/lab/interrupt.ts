/** Ctrl-C: the first ends the work in order, the second at once. */
import { type Context, tell } from '../context.ts';
import { UserError, exitCodes } from '../exit-codes.ts';

/** Runs `body` with a signal that SIGINT and SIGTERM abort. */
export async function interruptible<Result>(
  context: Context,
  body: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    tell(context, '\nInterrupted: taking everything down. Once more to leave at once.');
    controller.abort(
      new UserError(exitCodes.interrupted, 'Interrupted. Everything that was set up is taken down.'),
    );
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await body(controller.signal);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
