import type { Recogniser } from './recogniser.ts';
import { isHeard } from './predicates.ts';

/** As send-cut, given up sooner; or probes, given up with a reset. */
export const sendUserTimeout: Recogniser<'send-user-timeout'> = {
  case: 'send-user-timeout',
  endings: ['data-unanswered', 'keepalive-unanswered', 'open'],
  likelihood: (scene) => {
    const { ending, actor, atOther, at } = scene;
    if (ending.kind === 'open') return at === 'server' ? 4 : 0;
    if (ending.kind === 'keepalive-unanswered') return actor.rstCount > 0 ? 20 : 0;
    return atOther || isHeard(actor) || actor.repeatFin === 1 || actor.icmpCount > 0 ? 0 : 20;
  },
};
