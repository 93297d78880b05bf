import type { Recogniser } from './recogniser.ts';
import { resetOrigin } from './predicates.ts';

/** A reset from another distance than the side it speaks for, or that side speaks on after it. */
export const rstInjected: Recogniser<'rst-injected'> = {
  case: 'rst-injected',
  endings: ['reset-active', 'reset-odd', 'reset-passive', 'reset-after-fin', 'reset-after-own-fin'],
  likelihood: (scene) => {
    const { actor, atActor, ending } = scene;
    if (atActor || (ending.kind === 'reset-after-own-fin' && actor.afterRst === 0)) return 0;
    if (actor.afterRst > 0 && resetOrigin(scene) !== 'same') return 90;
    if (resetOrigin(scene) === 'other') return 70;
    return ending.kind === 'reset-odd' && actor.rstIpId === 0 ? 20 : 0;
  },
};
