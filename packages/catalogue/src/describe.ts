/** Every case of the catalogue, whether the lab makes it or not. */
import type { CaseDescription } from './case.ts';
import { cases, type DescribedCase } from './cases.ts';
import type { CaseName } from './names.ts';
import { unmadeCases, type UnmadeCaseName } from './unmade-cases.ts';

/** Whether the lab makes the case. */
export function isMade(id: CaseName): id is DescribedCase {
  return Object.hasOwn(cases, id);
}

/** What the catalogue says about a case. */
export function describeCase(id: CaseName): CaseDescription {
  return isMade(id) ? cases[id] : unmadeCases[id as UnmadeCaseName];
}
