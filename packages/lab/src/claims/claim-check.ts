/**
 * How a claim of the seed articles is decided: a function from what was observed in this session's runs to a verdict.
 * Nothing is looked up: on a kernel that behaves otherwise the same check comes to another verdict.
 */
import type { RunRecord } from '../observe/record.ts';

/**
 * - `true`: what the article says is what this kernel did
 * - `partly`: true in some of the situations the claim covers, or in one half of what it says
 * - `outdated`: it was so on older systems, and this kernel's own settings show what changed it
 * - `wrong`: this kernel did something else
 * - `undecided`: the runs it needs did not come to a result
 */
export type ClaimVerdict = 'true' | 'partly' | 'outdated' | 'wrong' | 'undecided';

/** A verdict with what it rests on. */
export interface ClaimFinding {
  readonly verdict: ClaimVerdict;
  /** A sentence or two with the figures of these very runs. */
  readonly because: string;
}

/** The runs of this session. */
export interface Evidence {
  /** The record of a run by name, `case/variant`; a case alone means its first variant. Throws {@link EvidenceMissing}. */
  run(name: string): RunRecord;
}

/** A run that a check needs has no record. */
export class EvidenceMissing extends Error {
  readonly code = 'EVIDENCE_MISSING';
  constructor(name: string) {
    super(`${name} did not come to a result`);
    this.name = 'EvidenceMissing';
  }
}

/** Decides one claim. */
export type ClaimCheck = (evidence: Evidence) => ClaimFinding;
