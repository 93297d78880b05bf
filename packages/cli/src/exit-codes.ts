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

/** Whether a number is one of them. */
export function isExitCode(number: number | null): number is ExitCode {
  return (Object.values(exitCodes) as (number | null)[]).includes(number);
}

/** Each code in a line, for the help page. */
export const exitCodeTexts: Readonly<Record<ExitCode, string>> = {
  0: 'done: what was asked for happened, as expected; or the reader of the output had had enough (| head)',
  1: 'a finding at or above --fail-on; a case of the lab that surprised, or a claim that could not be decided',
  2: 'wrong usage: an unknown case or option, an output that cannot be written to; or unreadable input',
  3: 'a privilege, a program or a temporary folder is missing; the message says how to get it',
  4: 'a partial result: truncated or damaged capture, or something went wrong; what was read or made is reported',
  130: 'interrupted (Ctrl-C, SIGTERM, SIGHUP); everything that had been set up was taken down',
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
