import type { Recogniser } from './recogniser.ts';
import { abortedBefore, resetOrigin } from './predicates.ts';

/** An abort that never arrives: later data is reset, or nothing shows. */
export const closeRstLost: Recogniser<'close-rst-lost'> = {
  case: 'close-rst-lost',
  endings: ['reset-active', 'reset-odd', 'reset-passive', 'open', 'fin-unanswered'],
  likelihood: (scene) => {
    const { ending, actor, other, atActor, at } = scene;
    if (ending.kind === 'open') return at === 'server' ? 0 : 5;
    if (ending.kind === 'fin-unanswered') return 0;
    if (ending.kind === 'reset-passive') return resetOrigin(scene) === 'other' || atActor ? 0 : 15;
    if (abortedBefore(actor)) return 60;
    return !atActor || other.lastFrame > actor.rstFrame ? 0 : 8;
  },
};
