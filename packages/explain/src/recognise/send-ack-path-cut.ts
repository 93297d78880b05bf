import type { SideFacts } from '../facts/side-facts.ts';
import type { Recogniser } from './recogniser.ts';
import { isHeard, stalledAndHealed } from './predicates.ts';

/** Data arrives and is acknowledged, but the sender goes on repeating it. */
export const sendAckPathCut: Recogniser<'send-ack-path-cut'> = {
  case: 'send-ack-path-cut',
  endings: ['data-unanswered', 'fin-unanswered', 'open', 'closed', 'half-closed'],
  likelihood: (scene) => {
    const { ending, actor, client, server, atOther } = scene;
    if (ending.kind === 'data-unanswered' || ending.kind === 'fin-unanswered') {
      return atOther || isHeard(actor) || actor.icmpCount > 0 || actor.repeatFin === 1 ? 0 : 8;
    }
    if (toldTwice(client) || toldTwice(server)) return 90;
    return stalledAndHealed(client) || stalledAndHealed(server) ? 10 : 0;
  },
};

/** Repeats what was acknowledged, or is told that it does. */
function toldTwice({ ackedRepeats, duplicateSacks }: SideFacts): boolean {
  return ackedRepeats >= 2 || duplicateSacks >= 2;
}
