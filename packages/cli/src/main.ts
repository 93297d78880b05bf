/** The `halfopen` command: runs the tree and turns every error into one message and an exit code. */
import { isatty } from 'node:tty';
import { CommanderError } from 'commander';
import { type ExitCode, UserError, exitCodes } from './exit-codes.ts';
import { ReaderGone, endWork, isBrokenOff } from './lab/interrupt.ts';
import { buildProgram } from './program.ts';

/** Codes of the lab's errors that stand for something the machine lacks. */
const missingCodes: ReadonlySet<unknown> = new Set(['LAB_FOLDER_REFUSED']);

function report(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof ReaderGone) return exitCodes.done;
  if (error instanceof UserError) {
    process.stderr.write(`halfopen: ${error.message}\n`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  const detail =
    process.env['HALFOPEN_DEBUG'] === undefined ? '' : `\n${error instanceof Error ? error.stack : ''}`;
  process.stderr.write(`halfopen: ${message}${detail}\n`);
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return missingCodes.has(code) ? exitCodes.missing : exitCodes.partial;
}

const terminals = [0, 1, 2].filter((fd) => isatty(fd));

let outputFailed = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (outputFailed) return;
  outputFailed = true;
  const reason =
    error.code === 'EPIPE'
      ? new ReaderGone()
      : new UserError(exitCodes.partial, `Can't write the result to standard output: ${error.message}`);
  // A lab at work hands the reason back when it has taken everything down. A reader who leaves at the very end
  // does not change what was found.
  if (!endWork(reason) && reason instanceof UserError) process.exitCode = report(reason);
});
// What can't be told can't be told; the result may still have a reader.
process.stderr.on('error', () => undefined);

let exitCode: ExitCode = exitCodes.done;
try {
  await buildProgram((code) => {
    exitCode = code;
  }).parseAsync(process.argv);
} catch (error) {
  exitCode = report(error);
}
process.exitCode ??= exitCode;
// A terminal that is gone can't be put back into its first state, and Node's exit aborts over that. Nobody sees the code.
if (!terminals.every((fd) => isatty(fd))) process.kill(process.pid, 'SIGHUP');
// Everything is taken down; what a script still waits for is nobody's business any more. Linux writes are done by now.
if (isBrokenOff()) process.exit();
