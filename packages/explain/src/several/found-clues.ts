/** What the clues come to in one comparison. */
import type { Clue, ClueFound } from './clues/clue.ts';
import { clues } from './clues.ts';
import type { Comparison } from './comparison.ts';

/** A clue that was found. */
export interface FoundClue {
  readonly clue: Clue;
  readonly found: ClueFound;
}

/** The clues that a comparison shows. */
export function foundClues(comparison: Comparison): readonly FoundClue[] {
  return clues.flatMap((clue) => {
    const found = clue.find(comparison);
    return found === null ? [] : [{ clue, found }];
  });
}
