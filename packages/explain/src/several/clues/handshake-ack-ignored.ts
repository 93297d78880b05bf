import { cameThrough, journeysFrom, setOut } from '../comparison.ts';
import type { Clue } from './clue.ts';
import { isAck, isSynAck } from './packets.ts';

/** The acknowledgement of the SYN-ACK reaches the server, which repeats the SYN-ACK all the same. */
export const handshakeAckIgnored: Clue = {
  excludes: ['conn-ack-lost'],
  favours: ['conn-acceptq-race-silent', 'conn-defer-accept'],
  find: (comparison) => {
    const last = comparison.places.length - 1;
    if (comparison.places[last]!.vantage.at !== 'server') return null;
    const answers = journeysFrom(comparison, 'server', (each) => isSynAck(each) && setOut(comparison, each));
    if (answers.length < 2) return null;
    const due = (answers[0]!.seq + 1) >>> 0;
    const [ack] = journeysFrom(
      comparison,
      'client',
      (each) => isAck(each) && each.ack === due && cameThrough(comparison, each),
    );
    if (ack === undefined) return null;
    const arrivedNs = ack.seen[last]!.atNs;
    const again = answers.find((answer) => answer.seen[last]!.atNs > arrivedNs);
    if (again === undefined) return null;
    return {
      shown: true,
      says: 'the ACK of the SYN-ACK arrives, and the server repeats the SYN-ACK',
      evidence: [
        { journey: ack, says: 'it arrives at the server' },
        { journey: again, says: 'the SYN-ACK again: the server has dropped the ACK' },
      ],
    };
  },
};
