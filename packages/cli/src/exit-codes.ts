/** What the command's exit status means. The one place where the numbers stand; `halfopen help exit-codes` prints them. */

/** Exit codes by meaning. */
export const exitCodes = {
  done: 0,
  finding: 1,
  usage: 2,
  missing: 3,
  partial: 4,
  interrupted: 130,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Each code in a line, for the help page. */
export const exitCodeTexts: Readonly<Record<ExitCode, string>> = {
  0: 'done: what was asked for happened, as expected',
  1: 'a case of the lab surprised: the run did not show what the catalogue says',
  2: 'wrong usage: an unknown case or option, or a place that cannot be written to',
  3: 'a privilege or a program is missing; the message says how to get it',
  4: 'a partial result: something went wrong on the way, what there is was reported',
  130: 'interrupted (Ctrl-C, SIGTERM); everything that had been set up was taken down',
};

/** An error meant for the person at the terminal: one message, one exit code, no stack. */
export class UserError extends Error {
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
  }
}
