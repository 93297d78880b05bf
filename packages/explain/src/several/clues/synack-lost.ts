import { cameThrough, farFile, journeysFrom, lostOnTheWay } from '../comparison.ts';
import type { Clue } from './clue.ts';
import { isShown, isSynAck, reserve } from './packets.ts';

/** The server answers, and its answers never reach the client's capture. */
export const synAckLost: Clue = {
  excludes: [
    'conn-blackhole',
    'conn-server-silent',
    'conn-acceptq-full',
    'conn-synq-full',
    'conn-ack-lost',
    'conn-defer-accept',
    'conn-acceptq-race-silent',
    'conn-acceptq-race-reset',
  ],
  favours: ['conn-synack-lost'],
  find: (comparison) => {
    const answers = journeysFrom(comparison, 'server', isSynAck);
    const absences = answers.map((answer) => lostOnTheWay(comparison, answer));
    if (
      answers.length === 0 ||
      absences.includes('no') ||
      answers.some((each) => cameThrough(comparison, each))
    )
      return null;
    const file = farFile(comparison, 'server');
    const shown = isShown(absences);
    return {
      shown,
      says: `the server's SYN-ACK is not in ${file}${reserve(shown)}`,
      evidence: [{ journey: answers[0]!, says: `not in ${file}` }],
    };
  },
};
