import { farFile, journeysFrom, lostOnTheWay } from '../comparison.ts';
import { firstTime } from '../journeys.ts';
import { otherSide } from '../places.ts';
import type { Clue } from './clue.ts';
import { isFin, isShown, reserve } from './packets.ts';

/** The FIN of the side that closes second is lost, once or more often. */
export const secondFinLost: Clue = {
  excludes: [],
  favours: ['close-lastack-lost'],
  find: (comparison) => {
    const first = comparison.journeys.find(isFin);
    if (first === undefined) return null;
    const from = otherSide(first.from);
    const lost = journeysFrom(
      comparison,
      from,
      (fin) => isFin(fin) && firstTime(fin) > firstTime(first) && lostOnTheWay(comparison, fin) !== 'no',
    );
    if (lost.length === 0) return null;
    const file = farFile(comparison, from);
    const shown = isShown(lost.map((fin) => lostOnTheWay(comparison, fin)));
    return {
      shown,
      says: `the ${from}'s FIN is not in ${file} at first${reserve(shown)}`,
      evidence: [{ journey: lost[0]!, says: `not in ${file}` }],
    };
  },
};
