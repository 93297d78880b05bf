import type { Recogniser } from './recogniser.ts';
import { isHeard } from './predicates.ts';

/** Data is repeated and nothing comes back. On the far side nothing shows at all. */
export const sendCut: Recogniser<'send-cut'> = {
  case: 'send-cut',
  endings: ['data-unanswered', 'open'],
  likelihood: (scene) => {
    const { ending, actor, atOther, at } = scene;
    if (ending.kind === 'open') return at === 'server' ? 8 : 0;
    return atOther || isHeard(actor) || actor.repeatFin === 1 || actor.icmpCount > 0 ? 0 : 60;
  },
};
