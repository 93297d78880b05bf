import type { Side } from '@halfopen/catalogue';
import { type Comparison, cameThrough, farFile, journeysFrom, lostOnTheWay } from '../comparison.ts';
import { otherSide } from '../places.ts';
import type { Clue, ClueFound } from './clue.ts';
import { acknowledges, isData, isShown, reserve } from './packets.ts';

/** Once and again is more than an accident. */
const ENOUGH = 2;

function found(comparison: Comparison, from: Side): ClueFound | null {
  const data = journeysFrom(comparison, from, isData);
  const last = data.at(-1);
  if (last === undefined || data.some((each) => lostOnTheWay(comparison, each) !== 'no')) return null;
  const repeats = data.filter(({ seq }) => seq === last.seq);
  const acks = journeysFrom(comparison, otherSide(from), (each) => acknowledges(each, last));
  const absences = acks.map((ack) => lostOnTheWay(comparison, ack));
  if (repeats.length < ENOUGH || acks.length < ENOUGH || absences.includes('no')) return null;
  if (acks.some((ack) => cameThrough(comparison, ack))) return null;
  const file = farFile(comparison, otherSide(from));
  const shown = isShown(absences);
  return {
    shown,
    says: `the ${from}'s data arrives, and its acknowledgements are not in ${file}${reserve(shown)}`,
    evidence: [
      { journey: repeats[0]!, says: `it arrives at the ${otherSide(from)}` },
      { journey: acks[0]!, says: `the acknowledgement, not in ${file}` },
    ],
  };
}

/** Data arrives and is acknowledged, and the acknowledgements do not arrive. */
export const acksLost: Clue = {
  excludes: [
    'send-cut',
    'send-lan-vanish',
    'send-local-route-lost',
    'send-pmtu-blackhole',
    'send-badcsum',
    'send-rcvmem',
    'nat-idle-drop',
    'conn-acceptq-race-silent',
  ],
  favours: ['send-ack-path-cut'],
  find: (comparison) => found(comparison, 'client') ?? found(comparison, 'server'),
};
