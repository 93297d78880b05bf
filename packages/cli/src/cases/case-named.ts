/** Cases as a person names them. */
import { caseNames, type CaseName } from '@halfopen/catalogue';
import { UserError, exitCodes } from '../exit-codes.ts';
import { nearest } from '../terminal/text.ts';

/** Every id of the catalogue, relatives side by side. */
export const everyCase: readonly CaseName[] = Object.keys(caseNames) as CaseName[];

function isCase(word: string): word is CaseName {
  return Object.hasOwn(caseNames, word);
}

/** The id that was typed, or an error that says which of `candidates` may have been meant. */
export function caseNamed(word: string, candidates: readonly CaseName[] = everyCase): CaseName {
  if (isCase(word)) return word;
  const suggestions = nearest(word, candidates);
  const hint = suggestions.length === 0 ? '' : ` Did you mean ${suggestions.join(' or ')}?`;
  throw new UserError(exitCodes.usage, `There is no case ${word}.${hint} See: halfopen cases`);
}
