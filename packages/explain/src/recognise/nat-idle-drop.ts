import type { Recogniser } from './recogniser.ts';
import { isHeard, wasIdleBefore } from './predicates.ts';

/** After a silence nothing gets through any more: the gateway has forgotten the mapping. */
export const natIdleDrop: Recogniser<'nat-idle-drop'> = {
  case: 'nat-idle-drop',
  endings: ['data-unanswered', 'fin-unanswered', 'keepalive-unanswered', 'open', 'reset-passive'],
  likelihood: (scene) => {
    const { ending, actor, atOther, at } = scene;
    if (ending.kind === 'open') return at === 'server' ? 5 : 0;
    if (ending.kind === 'reset-passive') return atOther && wasIdleBefore(scene, actor.rstFrame) ? 15 : 0;
    if (atOther || isHeard(actor)) return 0;
    return wasIdleBefore(scene, actor.flightFrame) || ending.kind === 'keepalive-unanswered' ? 25 : 0;
  },
};
