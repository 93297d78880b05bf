/** The part of a case's description that verdicts are made of: small enough to be carried by a page. */
import type { CaseDescription } from './case.ts';
import { describeCase } from './describe.ts';
import type { CaseName } from './names.ts';

/** What a verdict says of its case. */
export type CaseGist = Pick<CaseDescription, 'benign' | 'endedBy' | 'provenBy' | 'advice'>;

/** The gist of a case. */
export function gistOf(id: CaseName): CaseGist {
  return describeCase(id);
}
