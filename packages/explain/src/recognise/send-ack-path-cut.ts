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
    if (client.ackedRepeats >= 2 || server.ackedRepeats >= 2) return 90;
    return Math.max(afterStall(client), afterStall(server));
  },
};

/** A stall at whose end the sender is told that it had repeated for nothing speaks for lost acknowledgements. */
function afterStall(side: SideFacts): number {
  if (!stalledAndHealed(side)) return 0;
  return side.duplicateSacks >= 2 ? 75 : 10;
}
