import { cameThrough, farFile, journeysFrom, lostOnTheWay } from '../comparison.ts';
import type { Clue } from './clue.ts';
import { isAck, isShown, isSynAck, reserve } from './packets.ts';

/** The acknowledgements of the SYN-ACK leave the client and do not arrive, so the server repeats it. */
export const handshakeAckLost: Clue = {
  excludes: ['conn-acceptq-race-silent', 'conn-acceptq-race-reset', 'conn-defer-accept'],
  favours: ['conn-ack-lost'],
  find: (comparison) => {
    const answers = journeysFrom(comparison, 'server', isSynAck);
    if (answers.length < 2) return null;
    const due = (answers[0]!.seq + 1) >>> 0;
    const acks = journeysFrom(
      comparison,
      'client',
      (each) => isAck(each) && each.ack === due && each.lengthBytes === 0,
    );
    const absences = acks.map((ack) => lostOnTheWay(comparison, ack));
    if (acks.length === 0 || absences.includes('no') || acks.some((ack) => cameThrough(comparison, ack)))
      return null;
    const file = farFile(comparison, 'client');
    const shown = isShown(absences);
    return {
      shown,
      says: `the ACK of the SYN-ACK is not in ${file}${reserve(shown)}`,
      evidence: [{ journey: acks[0]!, says: `not in ${file}` }],
    };
  },
};
