import { cameThrough, farFile, lostOnTheWay } from '../comparison.ts';
import { otherSide } from '../places.ts';
import type { Clue } from './clue.ts';
import { isAbort, isReset, reserve } from './packets.ts';

/** One side aborts the connection, and the reset does not arrive. */
export const resetLost: Clue = {
  excludes: [],
  favours: ['close-rst-lost'],
  find: (comparison) => {
    const first = comparison.journeys.find(isReset);
    if (first === undefined || !isAbort(first) || cameThrough(comparison, first)) return null;
    const absence = lostOnTheWay(comparison, first);
    if (absence === 'no') return null;
    const file = farFile(comparison, first.from);
    const shown = absence === 'shown';
    return {
      shown,
      says: `the ${first.from}'s reset is not in ${file}${reserve(shown)}`,
      evidence: [
        { journey: first, says: `not in ${file}: the ${otherSide(first.from)} does not learn of it` },
      ],
      consequenceAt: otherSide(first.from),
    };
  },
};
