/** The `halfopen` command: runs the tree and turns every error into one message and an exit code. */
import { CommanderError } from 'commander';
import { type ExitCode, UserError, exitCodes } from './exit-codes.ts';
import { buildProgram } from './program.ts';

function report(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof UserError) {
    process.stderr.write(`halfopen: ${error.message}\n`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  const detail =
    process.env['HALFOPEN_DEBUG'] === undefined ? '' : `\n${error instanceof Error ? error.stack : ''}`;
  process.stderr.write(`halfopen: ${message}${detail}\n`);
  return exitCodes.partial;
}

// A reader that has had enough (| head) is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.done);
    throw error;
  });
}

let exitCode: ExitCode = exitCodes.done;
try {
  await buildProgram((code) => {
    exitCode = code;
  }).parseAsync(process.argv);
} catch (error) {
  exitCode = report(error);
}
process.exitCode = exitCode;
