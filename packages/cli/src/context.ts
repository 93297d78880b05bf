/** What every command gets: where to write, and how. */
import type { Style } from './terminal/style.ts';

/** The streams of one command, with the style of each. */
export interface Context {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** For results. */
  readonly out: Style;
  /** For progress, warnings and hints. */
  readonly err: Style;
  /** Nothing but errors on standard error. */
  readonly quiet: boolean;
}

/** A line of the result. */
export function print({ stdout }: Context, text: string): void {
  stdout.write(`${text}\n`);
}

/** A line beside the result. */
export function tell({ stderr, quiet }: Context, text: string): void {
  if (!quiet) stderr.write(`${text}\n`);
}
