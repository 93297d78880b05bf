import type { Side } from '@halfopen/catalogue';
import { type Comparison, cameThrough, farFile, journeysFrom, lostOnTheWay } from '../comparison.ts';
import type { Journey } from '../journeys.ts';
import type { Clue, ClueFound } from './clue.ts';
import { isData, isShown, reserve } from './packets.ts';

/** Once and again is more than an accident. */
const ENOUGH = 2;

function found(
  comparison: Comparison,
  from: Side,
  wanted: (lost: readonly Journey[], data: readonly Journey[]) => boolean,
): ClueFound | null {
  const data = journeysFrom(comparison, from, isData);
  const lost = data.filter((each) => lostOnTheWay(comparison, each) !== 'no');
  if (lost.length < ENOUGH || !wanted(lost, data)) return null;
  const file = farFile(comparison, from);
  const shown = isShown(lost.map((each) => lostOnTheWay(comparison, each)));
  return {
    shown,
    says: `${lost.length} segments of the ${from} are not in ${file}${reserve(shown)}`,
    evidence: [lost[0]!, lost.at(-1)!].map((journey) => ({ journey, says: `not in ${file}` })),
  };
}

/** From the first lost one on nothing arrives, and some of it was sent again. */
function isTail(lost: readonly Journey[], data: readonly Journey[]): boolean {
  const tail = data.slice(data.indexOf(lost[0]!));
  return tail.every((each) => lost.includes(each)) && new Set(tail.map(({ seq }) => seq)).size < tail.length;
}

/** From some moment on nothing of a side's data arrives. */
export const dataLost: Clue = {
  excludes: [
    'send-ack-path-cut',
    'send-rcvmem',
    'send-badcsum',
    'send-zero-window',
    'send-zero-window-user-timeout',
    'conn-acceptq-race-silent',
    'conn-noaccept',
    'conn-emfile',
    'idle-frozen-peer',
  ],
  favours: [],
  find: (comparison) => found(comparison, 'client', isTail) ?? found(comparison, 'server', isTail),
};

/** Large segments do not arrive, and smaller ones behind them do. */
export const largeDataLost: Clue = {
  excludes: [
    'send-cut',
    'send-lan-vanish',
    'send-ack-path-cut',
    'send-badcsum',
    'send-local-route-lost',
    'nat-idle-drop',
  ],
  favours: ['send-pmtu-blackhole'],
  find: (comparison) => {
    const isLarge = (lost: readonly Journey[], data: readonly Journey[]): boolean => {
      const least = Math.min(...lost.map(({ lengthBytes }) => lengthBytes));
      const behind = data.slice(data.indexOf(lost[0]!)).filter((each) => cameThrough(comparison, each));
      return behind.length > 0 && behind.every(({ lengthBytes }) => lengthBytes < least);
    };
    return found(comparison, 'client', isLarge) ?? found(comparison, 'server', isLarge);
  },
};
