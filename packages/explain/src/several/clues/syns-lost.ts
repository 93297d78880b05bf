import { cameThrough, farFile, journeysFrom, lostOnTheWay } from '../comparison.ts';
import { timesText } from '../../judge/in-words.ts';
import type { Clue } from './clue.ts';
import { isShown, isSyn, reserve } from './packets.ts';

/** The client's SYNs never reach the server's capture: whoever answers or keeps silent, it is not the server. */
export const synsLost: Clue = {
  excludes: [
    'conn-server-silent',
    'conn-acceptq-full',
    'conn-synq-full',
    'conn-synack-lost',
    'conn-refused',
    'conn-late-synack',
  ],
  favours: ['conn-blackhole', 'conn-fw-reset'],
  find: (comparison) => {
    const syns = journeysFrom(comparison, 'client', isSyn);
    const absences = syns.map((syn) => lostOnTheWay(comparison, syn));
    if (syns.length === 0 || absences.includes('no') || syns.some((syn) => cameThrough(comparison, syn)))
      return null;
    const file = farFile(comparison, 'client');
    const shown = isShown(absences);
    return {
      shown,
      says: `the SYN, sent ${timesText(syns.length)}, is not in ${file}${reserve(shown)}`,
      evidence: [{ journey: syns[0]!, says: `not in ${file}` }],
    };
  },
};
