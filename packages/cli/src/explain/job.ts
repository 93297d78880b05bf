/** What one run of the command has to do, and what came of it. */
import type { Vantage } from '@halfopen/catalogue';
import type { Context } from '../context.ts';
import type { Chooser, Report } from './report.ts';

/** What is to be read, and who hears of it. */
export interface Job {
  readonly context: Context;
  readonly files: readonly string[];
  /** Where each of them was made; `null`: not told. */
  readonly places: readonly (Vantage | null)[];
  readonly report: Report;
  readonly chooser: Chooser;
  readonly signal: AbortSignal;
}

/** What the inputs came to, for the exit status. */
export interface Came {
  readonly unreadable: boolean;
  readonly partial: boolean;
}
