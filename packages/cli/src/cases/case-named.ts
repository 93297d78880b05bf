/** Cases as a person names them. */
import { caseNames, type CaseName, everyCase, nearest } from '@halfopen/catalogue';
import { UserError, exitCodes } from '../exit-codes.ts';

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
