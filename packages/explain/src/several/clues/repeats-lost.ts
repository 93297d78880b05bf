import type { Side } from '@halfopen/catalogue';
import { type Comparison, cameThrough, farFile, journeysFrom, lostOnTheWay } from '../comparison.ts';
import type { Journey } from '../journeys.ts';
import type { Clue, ClueFound } from './clue.ts';
import { isData, isShown, reserve } from './packets.ts';

/** Once and again is more than an accident. */
const ENOUGH = 2;

function found(comparison: Comparison, from: Side): ClueFound | null {
  const bySeq = new Map<number, Journey[]>();
  for (const each of journeysFrom(comparison, from, isData))
    bySeq.set(each.seq, [...(bySeq.get(each.seq) ?? []), each]);
  for (const copies of bySeq.values()) {
    const through = copies.findIndex((each) => cameThrough(comparison, each));
    const lost = copies.slice(0, Math.max(0, through));
    const absences = lost.map((each) => lostOnTheWay(comparison, each));
    if (lost.length < ENOUGH || absences.includes('no')) continue;
    const file = farFile(comparison, from);
    const shown = isShown(absences);
    return {
      shown,
      says: `${lost.length} copies of the ${from}'s data are not in ${file}, a later one is${reserve(shown)}`,
      evidence: [
        { journey: lost[0]!, says: `not in ${file}` },
        { journey: copies[through]!, says: 'this copy arrives' },
      ],
    };
  }
  return null;
}

/** Data is lost several times and then arrives: the way to the receiver was cut, and healed. */
export const repeatsLost: Clue = {
  excludes: ['send-ack-path-cut', 'send-rcvmem', 'send-badcsum', 'conn-acceptq-race-silent'],
  favours: ['send-cut-heals'],
  find: (comparison) => found(comparison, 'client') ?? found(comparison, 'server'),
};
