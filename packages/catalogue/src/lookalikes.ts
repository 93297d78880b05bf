/**
 * Which cases leave the same packets, and where. A signature is something packets can show; the cases in it can't be told apart
 * by it at the vantages named. A case may leave one signature in one run and another in the next, so it may stand in several.
 */
import type { CaseName } from './names.ts';
import { signatures } from './signatures.ts';
import type { Vantage } from './vocabulary.ts';

/** The cases that a capture at `at` may be unable to tell from `id`, in the order of the register of signatures. */
export function lookalikesOf(id: CaseName, at: Vantage): readonly CaseName[] {
  const found = new Set<CaseName>();
  for (const { cases, at: vantages } of signatures) {
    if (vantages.includes(at) && cases.includes(id)) for (const each of cases) found.add(each);
  }
  found.delete(id);
  return [...found];
}
