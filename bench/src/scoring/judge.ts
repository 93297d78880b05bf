/** Whether what was said of a connection is true. */
import { describeCase } from '@halfopen/catalogue';
import type { Matched } from './match.ts';

/** What to hold for or against a verdict. */
export interface Judgement {
  /** The truth is the verdict's case or among its lookalikes; of a healthy connection: that it is well. */
  readonly held: boolean;
  /** The case itself is named first. */
  readonly named: boolean;
  readonly outcomeRight: boolean;
  /** A connection that is not dead was called failed. Never acceptable. */
  readonly falseAlarm: boolean;
  /** A dead connection was called ok. Never acceptable. */
  readonly missedDeath: boolean;
}

const nothing: Judgement = {
  held: false,
  named: false,
  outcomeRight: false,
  falseAlarm: false,
  missedDeath: false,
};

/** Judges one verdict. A connection of which nothing was said is a verdict that holds nothing. */
export function judge({ truth, explained }: Matched): Judgement {
  if (explained === undefined) return nothing;
  const mayFail = truth.outcome.includes('failed');
  const outcomeRight = truth.outcome.includes(explained.outcome);
  const among = (each: Matched['truth']['case']): boolean => each !== null && truth.oneOf.includes(each);
  const names = among(explained.case) || explained.lookalikes.some(among);
  const harmless = explained.case === null || describeCase(explained.case).benign;
  return {
    held: mayFail ? names : outcomeRight && (harmless || names),
    named: explained.case === truth.case,
    outcomeRight,
    falseAlarm: !mayFail && explained.outcome === 'failed',
    missedDeath: mayFail && !truth.outcome.includes('ok') && explained.outcome === 'ok',
  };
}
